package dev.downshift.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downshift.core.StorageFull;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** What is answered when the disk of the files, or that of the database, is full. */
class NoRoomTest {

    private final Map<String, Exception> failures = Map.of(
            "/api/v1/uploads", noRoom(),
            "/v1/traces", new IOException("the records cannot be written", noRoom()),
            "/api/v1/discoveries", new DataAccessResourceFailureException("insert", new SQLException("could not extend file: No space left on device", "53100")));
    private final MockMvcTester api = MockMvcTester.of(List.of(new Full()), builder -> builder.setControllerAdvice(new ApiProblems()).build());

    /** Belongs to its test, so that it is no component, which would answer in the tests of the whole API too. */
    @RestController
    final class Full {

        @PostMapping("/**")
        void take(HttpServletRequest request) throws Exception {
            Exception failure = failures.get(request.getRequestURI());
            if (failure != null) {
                throw failure;
            }
        }
    }

    @Test
    void anUploadIsToldThatThereIsNoRoom() {
        assertProblem("/api/v1/uploads", 507, "storage-full");
    }

    @Test
    void anExporterOfSpansIsToldToSendThemAgain() {
        assertProblem("/v1/traces", 503, "storage-full");
    }

    @Test
    void aFullDatabaseIsNoMistakeOfTheRequest() {
        assertProblem("/api/v1/discoveries", 503, "unavailable");
    }

    private void assertProblem(String address, int status, String type) {
        MvcTestResult answer = api.method(HttpMethod.POST).uri(address).exchange();
        assertThat(answer).hasStatus(status);
        assertThat(answer.getResponse().getHeader("Retry-After")).isNotBlank();
        assertThat(answer).bodyJson().extractingPath("$.type").isEqualTo("urn:downshift:problem:" + type);
        assertThat(answer).bodyJson().extractingPath("$.remedy").asString().contains("again");
    }

    private static IOException noRoom() {
        return StorageFull.named(new IOException("No space left on device"));
    }
}
