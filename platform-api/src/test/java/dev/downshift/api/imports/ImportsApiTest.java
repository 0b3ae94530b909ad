package dev.downshift.api.imports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downshift.api.ApiTest;
import dev.downshift.api.TestKeys;
import dev.downshift.core.tenancy.Role;
import dev.downshift.core.tenancy.Scope;
import java.io.UnsupportedEncodingException;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@ApiTest
@Import(TestKeys.class)
class ImportsApiTest {

    private static final String LANGFUSE = """
            {"name": "Support agent", "kind": "LANGFUSE", "baseUrl": "https://1.1.1.1", "credentialId": "pk-lf-9", "credentialSecret": "sk-lf-9", "schedule": "QUARTER_HOURLY"}""";

    @Autowired MockMvcTester api;
    @Autowired TestKeys keys;

    @Test
    void anImportIsMadeChangedRunAndEndedAndItsCredentialNeverComesOut() throws Exception {
        String key = keys.secret(Role.ADMIN, Scope.READ, Scope.SETTINGS);
        MvcTestResult made = send("POST", "/api/v1/imports", key, LANGFUSE);
        assertThat(made).hasStatus(201);
        JsonNode created = body(made);
        String address = "/api/v1/imports/" + created.path("id").stringValue();
        assertThat(created.path("source").path("baseUrl").stringValue()).isEqualTo("https://1.1.1.1");
        assertThat(created.path("hasCredential").booleanValue()).isTrue();
        assertThat(created.path("lastRun").path("status").stringValue()).isEqualTo("QUEUED");

        assertThat(send("PUT", address, key, "{\"name\": \"Renamed\", \"kind\": \"LANGFUSE\", \"baseUrl\": \"https://1.1.1.1/sub\"}")).hasStatusOk().bodyJson()
                .extractingPath("$.hasCredential").isEqualTo(true);
        assertThat(send("POST", address + "/pause", key, "")).hasStatusOk().bodyJson().extractingPath("$.paused").isEqualTo(true);
        assertThat(send("POST", address + "/pause", key, "")).hasStatus(409);
        assertThat(send("POST", address + "/resume", key, "")).hasStatusOk();
        MvcTestResult asked = send("POST", address + "/run", key, "");
        assertThat(asked).hasStatus(202);
        String run = body(asked).path("id").stringValue();
        assertThat(send("GET", "/api/v1/imports/runs/" + run, key, "")).hasStatusOk().bodyJson().extractingPath("$.status").isEqualTo("QUEUED");
        assertThat(send("GET", "/api/v1/imports/runs/" + run + "/uploads", key, "")).hasStatusOk();
        assertThat(send("GET", address + "/runs", key, "")).bodyJson().extractingPath("$.items.length()").isEqualTo(1);
        assertThat(body(send("GET", "/api/v1/imports", key, "")).toString()).contains("Renamed").doesNotContain("sk-lf-9", "pk-lf-9");
        assertThat(send("DELETE", address, key, "")).hasStatus(204);
        assertThat(send("GET", address, key, "")).hasStatus(404);
    }

    @Test
    void whatCannotBeIsRefusedByItsField() {
        String key = keys.secret(Role.OWNER, Scope.READ, Scope.SETTINGS);
        assertThat(send("POST", "/api/v1/imports", key, LANGFUSE.replace("1.1.1.1", "169.254.169.254"))).hasStatus(422).bodyJson().extractingPath("$.field").isEqualTo("baseUrl");
        assertThat(send("POST", "/api/v1/imports", key, LANGFUSE.replace("https:", "http:"))).hasStatus(422).bodyJson().extractingPath("$.detail").asString().contains("not encrypted");
        assertThat(send("POST", "/api/v1/imports", key, LANGFUSE.replace("LANGFUSE", "FTP"))).hasStatus(422).bodyJson().extractingPath("$.field").isEqualTo("kind");
        assertThat(send("POST", "/api/v1/imports", key, LANGFUSE.replace("sk-lf-9", ""))).hasStatus(422).bodyJson().extractingPath("$.field").isEqualTo("credentialSecret");
        assertThat(send("POST", "/api/v1/imports", key, LANGFUSE.replace("QUARTER_HOURLY", "SOMETIMES"))).hasStatus(400).bodyJson().extractingPath("$.field").isEqualTo("schedule");
        assertThat(send("POST", "/api/v1/imports", key, "{\"name\": \"b\", \"kind\": \"S3\", \"bucket\": \"../x\"}")).hasStatus(422).bodyJson().extractingPath("$.field").isEqualTo("bucket");
    }

    @Test
    void lookingTakesReadAndManagingTakesSettings() {
        String reader = keys.secret(Role.ENGINEER, Scope.READ, Scope.UPLOAD);
        assertThat(send("GET", "/api/v1/imports", reader, "")).hasStatusOk();
        assertThat(send("POST", "/api/v1/imports", reader, LANGFUSE)).hasStatus(403);
        assertThat(send("GET", "/api/v1/imports", keys.secret(Role.ENGINEER, Scope.UPLOAD), "")).hasStatus(403);
    }

    private MvcTestResult send(String method, String path, String key, String body) {
        return api.method(org.springframework.http.HttpMethod.valueOf(method)).uri(path).header("Authorization", "Bearer " + key)
                .contentType(MediaType.APPLICATION_JSON).content(body).exchange();
    }

    private static JsonNode body(MvcTestResult result) throws UnsupportedEncodingException {
        return JsonMapper.shared().readTree(result.getResponse().getContentAsString());
    }
}
