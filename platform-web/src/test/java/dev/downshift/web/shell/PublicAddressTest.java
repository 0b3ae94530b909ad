package dev.downshift.web.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

class PublicAddressTest {

    @AfterEach
    void forgetTheRequest() {
        RequestContextHolder.resetRequestAttributes();
    }

    @Test
    void linksBeginWithWhatIsConfiguredWhateverHostTheRequestNames() {
        requestTo("evil.example");
        assertThat(new PublicAddress("https://downshift.example.com/").of("/invitation/t")).isEqualTo("https://downshift.example.com/invitation/t");
    }

    @Test
    void withoutASettingLinksBeginWithTheHostOfTheRequest() {
        requestTo("laptop.example");
        assertThat(new PublicAddress("").of("/v1")).isEqualTo("http://laptop.example/v1");
    }

    private static void requestTo(String host) {
        var request = new MockHttpServletRequest();
        request.setServerName(host);
        RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(request));
    }
}
