package dev.downshift.web.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class RelativeRedirectsTest {

    @ParameterizedTest
    @CsvSource({"http://evil.example/tasks?sort=calls&continue, /tasks?sort=calls&continue", "//evil.example/tasks, /tasks", "https://evil.example, /",
        "http://localhost//evil.example/x, /evil.example/x", "/, /"})
    void aRedirectKeepsThePathAndLeavesTheHostOut(String address, String location) throws IOException {
        var response = new MockHttpServletResponse();
        new RelativeRedirects().sendRedirect(new MockHttpServletRequest(), response, address);
        assertThat(response.getHeader("Location")).isEqualTo(location);
    }
}
