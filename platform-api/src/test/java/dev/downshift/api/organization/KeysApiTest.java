package dev.downshift.api.organization;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downshift.api.ApiTest;
import dev.downshift.api.TestKeys;
import dev.downshift.core.tenancy.Role;
import dev.downshift.core.tenancy.Scope;
import java.io.UnsupportedEncodingException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@ApiTest
@Import(TestKeys.class)
class KeysApiTest {

    @Autowired MockMvcTester api;
    @Autowired TestKeys keys;

    @Test
    void aKeyThatManagesKeysMakesOneShowsItOnceAndEndsIt() throws Exception {
        String manager = keys.secret(Role.OWNER, Scope.READ, Scope.UPLOAD, Scope.KEYS);

        JsonNode made = body(issue(manager, "{\"name\":\"CI\",\"scopes\":[\"READ\",\"UPLOAD\"]}"));
        String secret = made.path("secret").asString();

        assertThat(get("/api/v1/organization", secret)).hasStatusOk();
        assertThat(get("/api/v1/keys", manager)).hasStatusOk();
        assertThat(get("/api/v1/keys", manager).getResponse().getContentAsString()).contains("\"CI\"").doesNotContain(secret);
        assertThat(api.delete().uri("/api/v1/keys/" + made.path("id").asString()).header("Authorization", "Bearer " + manager)).hasStatus(204);
        assertThat(get("/api/v1/organization", secret)).hasStatus(401);
    }

    @Test
    void aKeyNeverGivesMoreThanItHas() {
        String manager = keys.secret(Role.OWNER, Scope.READ, Scope.KEYS);
        assertThat(issue(manager, "{\"name\":\"more\",\"scopes\":[\"APPROVE\"]}")).hasStatus(403);
        assertThat(issue(manager, "{\"name\":\"more\",\"scopes\":[\"GATEWAY\"]}")).hasStatus(403);
        assertThat(issue(keys.secret(Role.OWNER, Scope.READ), "{\"name\":\"more\",\"scopes\":[\"READ\"]}")).hasStatus(403);
    }

    @Test
    void aKeyDoesNotOutliveTheOneThatMadeIt() throws Exception {
        String manager = keys.secret(Role.OWNER, Scope.READ, Scope.KEYS);
        Instant end = Instant.now().plus(Duration.ofDays(30));
        String shortLived = body(issue(manager, "{\"name\":\"short\",\"scopes\":[\"READ\",\"KEYS\"],\"expiresAt\":\"" + end + "\"}")).path("secret").asString();

        assertThat(issue(shortLived, "{\"name\":\"long\",\"scopes\":[\"READ\"]}")).hasStatus(422).bodyJson().extractingPath("$.field").isEqualTo("expiresAt");
        assertThat(issue(shortLived, "{\"name\":\"equal\",\"scopes\":[\"READ\"],\"expiresAt\":\"" + end + "\"}")).hasStatus(201);
    }

    @Test
    void anEndThatIsNoneIsRefusedByName() {
        String manager = keys.secret(Role.OWNER, Scope.READ, Scope.KEYS);
        for (String end : List.of("2020-01-01T00:00:00Z", "9999-01-01T00:00:00Z", "+1000000000-12-31T23:59:59Z", "-1000000000-01-01T00:00:00Z")) {
            assertThat(issue(manager, "{\"name\":\"CI\",\"scopes\":[\"READ\"],\"expiresAt\":\"" + end + "\"}")).hasStatus(422).bodyJson()
                    .extractingPath("$.field").isEqualTo("expiresAt");
        }
    }

    @Test
    void anyKeyEndsItselfAndWhoeverMayNotEndKeysLearnsNothingOfOthers() throws Exception {
        String gateway = keys.secret(Role.OWNER, Scope.GATEWAY);
        String manager = keys.secret(Role.OWNER, Scope.READ, Scope.KEYS);
        JsonNode made = body(issue(manager, "{\"name\":\"CI\",\"scopes\":[\"READ\"]}"));
        String own = "/api/v1/keys/" + made.path("id").asString();

        assertThat(end(own, gateway)).hasStatus(403);
        assertThat(end("/api/v1/keys/" + UUID.randomUUID(), gateway)).hasStatus(403);
        assertThat(end(own, made.path("secret").asString())).hasStatus(204);
    }

    @Test
    void anEmptyRequestIsToldWhatIsMissing() {
        String manager = keys.secret(Role.OWNER, Scope.READ, Scope.KEYS);
        assertThat(issue(manager, "{}")).hasStatus(422).bodyJson().extractingPath("$.field").isEqualTo("name");
        assertThat(issue(manager, "{\"name\":\"CI\"}")).hasStatus(422).bodyJson().extractingPath("$.field").isEqualTo("scopes");
    }

    private MvcTestResult issue(String key, String body) {
        return api.post().uri("/api/v1/keys").header("Authorization", "Bearer " + key).contentType("application/json").content(body).exchange();
    }

    private MvcTestResult end(String path, String key) {
        return api.delete().uri(path).header("Authorization", "Bearer " + key).exchange();
    }

    private MvcTestResult get(String path, String key) {
        return api.get().uri(path).header("Authorization", "Bearer " + key).exchange();
    }

    private static JsonNode body(MvcTestResult result) throws UnsupportedEncodingException {
        assertThat(result).hasStatus(201);
        return JsonMapper.shared().readTree(result.getResponse().getContentAsString());
    }
}
