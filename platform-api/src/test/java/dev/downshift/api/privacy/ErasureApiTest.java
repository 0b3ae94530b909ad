package dev.downshift.api.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import dev.downshift.api.ApiTest;
import dev.downshift.api.TestKeys;
import dev.downshift.core.tenancy.Role;
import dev.downshift.core.tenancy.Scope;
import java.io.UnsupportedEncodingException;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@ApiTest
@Import(TestKeys.class)
class ErasureApiTest {

    @Autowired MockMvcTester api;
    @Autowired TestKeys keys;

    @Test
    void isFoundThenConfirmedAndCannotBeDroppedAfterwards() throws UnsupportedEncodingException {
        String key = keys.secret(Role.ADMIN, Scope.READ, Scope.SETTINGS);

        MvcTestResult found = send(HttpMethod.POST, "", key, "{\"type\":\"PERSON\",\"value\":\"Greta Zimmermann\"}");

        assertThat(found).hasStatus(201).bodyJson().extractingPath("$.status").isEqualTo("FOUND");
        assertThat(found.getResponse().getContentAsString()).doesNotContain("Zimmermann");
        String id = "/" + JsonPath.<String>read(found.getResponse().getContentAsString(), "$.id");
        assertThat(send(HttpMethod.GET, id, key, "")).hasStatusOk().bodyJson().extractingPath("$.datasets").asArray().isEmpty();
        assertThat(send(HttpMethod.POST, id + "/confirmation", key, "")).hasStatus(202).bodyJson().extractingPath("$.status").isEqualTo("QUEUED");
        assertThat(send(HttpMethod.DELETE, id, key, "")).hasStatus(409);
        assertThat(send(HttpMethod.GET, "", key, "")).hasStatusOk().bodyJson().extractingPath("$[0].status").isEqualTo("QUEUED");
    }

    @Test
    void whatIsNoValueIsRefusedWithoutSayingItAgain() throws UnsupportedEncodingException {
        String key = keys.secret(Role.ADMIN, Scope.READ, Scope.SETTINGS);

        MvcTestResult refused = send(HttpMethod.POST, "", key, "{\"type\":\"EMAIL_ADDRESS\",\"value\":\"Greta Zimmermann\"}");

        assertThat(refused).hasStatus(422).bodyJson().extractingPath("$.field").isEqualTo("value");
        assertThat(refused.getResponse().getContentAsString()).doesNotContain("Zimmermann");
    }

    @Test
    void whoeverMayNotManageSettingsFindsAndSeesNobody() {
        String reader = keys.secret(Role.ENGINEER, Scope.READ);
        assertThat(send(HttpMethod.POST, "", reader, "{\"type\":\"PERSON\",\"value\":\"Greta Zimmermann\"}")).hasStatus(403);
        assertThat(send(HttpMethod.GET, "", reader, "")).hasStatus(403);
        assertThat(send(HttpMethod.GET, "/" + UUID.randomUUID(), reader, "")).hasStatus(403);
    }

    private MvcTestResult send(HttpMethod method, String rest, String key, String body) {
        return api.method(method).uri("/api/v1/privacy/erasures" + rest).header("Authorization", "Bearer " + key).contentType("application/json").content(body).exchange();
    }
}
