package dev.downshift.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downshift.core.tenancy.Role;
import dev.downshift.core.tenancy.Scope;
import java.net.URI;
import java.util.List;
import java.util.UUID;
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
    void aFieldThatIsUnknownOrStandsThereTwiceIsNamed() {
        MvcTestResult unknown = send(HttpMethod.POST, "/api/v1/datasets", "application/json", "{\"task\":\"t\",\"tsak\":\"t\"}");
        assertProblem(unknown, 400, "malformed-request");
        assertThat(unknown).bodyJson().extractingPath("$.field").isEqualTo("tsak");
        assertThat(unknown).bodyJson().extractingPath("$.remedy").asString().contains("task");

        MvcTestResult twice = send(HttpMethod.POST, "/api/v1/datasets", "application/json", "{\"task\":\"a\",\"task\":\"b\"}");
        assertProblem(twice, 400, "malformed-request");
        assertThat(twice).bodyJson().extractingPath("$.field").isEqualTo("task");
    }

    @Test
    void aValueIsNeverConvertedToFit() {
        assertField(HttpMethod.POST, "/api/v1/datasets", "{\"task\":7}", 400, "task");
        assertField(HttpMethod.POST, "/api/v1/datasets", "{\"task\":[\"t\"]}", 400, "task");
        assertField(HttpMethod.POST, "/api/v1/training-runs", "{\"epochs\":\"2\"}", 400, "epochs");
        assertField(HttpMethod.POST, "/api/v1/training-runs", "{\"epochs\":1.9}", 400, "epochs");
        assertField(HttpMethod.PUT, "/api/v1/redaction-policy", "{\"threshold\":\"0.5\"}", 400, "threshold");
        assertField(HttpMethod.PUT, "/api/v1/redaction-policy", "{\"modes\":{\"PERSON\":0}}", 400, "modes.PERSON");
        assertField(HttpMethod.PUT, "/api/v1/prices", "{\"models\":[{\"model\":\"m\",\"prompt\":\"1\"}]}", 400, "models.prompt");
    }

    @Test
    void textThatCannotBeStoredIsRefusedByName() {
        for (String text : List.of("one\\u0000two", "half \\ud83d")) {
            assertField(HttpMethod.PATCH, "/api/v1/tasks/" + UUID.randomUUID(), "{\"name\":\"" + text + "\"}", 422, "name");
            assertField(HttpMethod.PUT, "/api/v1/prices", "{\"models\":[{\"model\":\"" + text + "\"}]}", 422, "models.model");
        }
        for (String path : List.of("/api/v1/calls?model=%00", "/api/v1/tasks?text=a%00b", "/api/v1/audit?actor=%00", "/api/v1/training-runs?task=%00")) {
            MvcTestResult answer = api.get().uri(URI.create(path)).header("Authorization", "Bearer " + key).exchange();
            assertProblem(answer, 400, "malformed-request");
            assertThat(answer).bodyJson().extractingPath("$.field").asString().isIn("model", "text", "actor", "task");
        }
    }

    @Test
    void textWithoutEndIsRefusedByName() {
        String tooLong = "x".repeat(2001);
        String promotion = keys.secret(Role.OWNER, Scope.READ, Scope.PROMOTE, Scope.APPROVE);
        for (String path : List.of("/api/v1/promotions/" + UUID.randomUUID() + "/approve", "/api/v1/promotions/" + UUID.randomUUID() + "/deny")) {
            MvcTestResult answer = api.post().uri(path).header("Authorization", "Bearer " + promotion).contentType("application/json")
                    .content("{\"comment\":\"" + tooLong + "\"}").exchange();
            assertThat(answer).hasStatus(422).bodyJson().extractingPath("$.errors[0].field").isEqualTo("comment");
        }
        assertThat(send(HttpMethod.PATCH, "/api/v1/tasks/" + UUID.randomUUID(), "application/json", "{\"name\":\"" + tooLong + "\"}"))
                .hasStatus(422).bodyJson().extractingPath("$.errors[0].field").isEqualTo("name");
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

    private void assertField(HttpMethod method, String path, String body, int status, String field) {
        MvcTestResult answer = send(method, path, "application/json", body);
        assertThat(answer).hasStatus(status).bodyJson().extractingPath("$.field").isEqualTo(field);
    }

    private static void assertProblem(MvcTestResult answer, int status, String type) {
        assertThat(answer).hasStatus(status);
        assertThat(answer.getResponse().getContentType()).startsWith("application/problem+json");
        assertThat(answer).bodyJson().extractingPath("$.type").isEqualTo("urn:downshift:problem:" + type);
        assertThat(answer).bodyJson().extractingPath("$.remedy").asString().isNotBlank();
    }
}
