package dev.downshift.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downshift.core.tenancy.Role;
import dev.downshift.core.tenancy.Scope;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@ApiTest
@Import(TestKeys.class)
class RequestProblemsTest {

    @Autowired MockMvcTester api;
    @Autowired TestKeys keys;

    private String key = "";

    @BeforeEach
    void aKey() {
        key = keys.secret(Role.OWNER, Scope.READ, Scope.TRAIN, Scope.SETTINGS);
    }

    @Test
    void brokenJsonIsShownWhereItBreaks() {
        MvcTestResult answer = send(HttpMethod.POST, "/api/v1/datasets", "application/json", "{\"task\":\n  oops}");
        assertProblem(answer, 400, "malformed-request");
        assertThat(answer).bodyJson().extractingPath("$.detail").asString().contains("line 2").doesNotContain("oops");
    }

    @Test
    void aValueOfTheWrongKindNamesItsField() {
        MvcTestResult answer = send(HttpMethod.PUT, "/api/v1/prices", "application/json", "{\"models\":[{\"model\":\"m\",\"prompt\":\"cheap\"}]}");
        assertProblem(answer, 400, "malformed-request");
        assertThat(answer).bodyJson().extractingPath("$.field").asString().contains("prompt");
    }

    @Test
    void aMissingBodyIsAProblem() {
        assertProblem(send(HttpMethod.POST, "/api/v1/datasets", "application/json", ""), 400, "malformed-request");
    }

    @Test
    void aMissingOrWrongParameterIsNamedWithWhatToSend() {
        MvcTestResult missing = send(HttpMethod.GET, "/api/v1/training-runs/proposal", "application/json", "");
        assertProblem(missing, 400, "malformed-request");
        assertThat(missing).bodyJson().extractingPath("$.field").isEqualTo("dataset");

        MvcTestResult wrong = send(HttpMethod.GET, "/api/v1/promotions?status=MAYBE", "application/json", "");
        assertProblem(wrong, 400, "malformed-request");
        assertThat(wrong).bodyJson().extractingPath("$.remedy").asString().contains("WAITING", "APPROVED", "DENIED");
    }

    @Test
    void anotherMethodOrContentTypeIsToldWhatFits() {
        MvcTestResult method = send(HttpMethod.DELETE, "/api/v1/prices", "application/json", "");
        assertProblem(method, 405, "method-not-allowed");
        assertThat(method).bodyJson().extractingPath("$.remedy").asString().contains("GET", "PUT");
        assertThat(method.getResponse().getHeader("Allow")).contains("GET", "PUT");

        MvcTestResult type = send(HttpMethod.PUT, "/api/v1/prices", "text/plain", "hello");
        assertProblem(type, 415, "unsupported-media-type");
        assertThat(type).bodyJson().extractingPath("$.remedy").asString().contains("application/json");
    }

    private MvcTestResult send(HttpMethod method, String path, String type, String body) {
        return api.method(method).uri(path).header("Authorization", "Bearer " + key).contentType(type).content(body).exchange();
    }

    private static void assertProblem(MvcTestResult answer, int status, String type) {
        assertThat(answer).hasStatus(status);
        assertThat(answer.getResponse().getContentType()).startsWith("application/problem+json");
        assertThat(answer).bodyJson().extractingPath("$.type").isEqualTo("urn:downshift:problem:" + type);
        assertThat(answer).bodyJson().extractingPath("$.remedy").asString().isNotBlank();
    }
}
