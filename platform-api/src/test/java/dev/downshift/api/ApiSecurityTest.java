package dev.downshift.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.ApiKeys;
import dev.downshift.core.tenancy.Members;
import dev.downshift.core.tenancy.NewPerson;
import dev.downshift.core.tenancy.Onboarding;
import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.core.tenancy.PersonId;
import dev.downshift.core.tenancy.Role;
import dev.downshift.core.tenancy.Scope;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import tools.jackson.databind.json.JsonMapper;

@ApiTest
class ApiSecurityTest {

    @Autowired MockMvcTester api;
    @Autowired Onboarding onboarding;
    @Autowired Members members;
    @Autowired ApiKeys keys;

    @Test
    void aRequestWithoutAKeyIsToldHowToSendOne() {
        MvcTestResult result = api.get().uri("/api/v1/organization").exchange();
        assertThat(result).hasStatus(401).hasContentType("application/problem+json;charset=UTF-8");
        assertThat(result).bodyJson().extractingPath("$.type").isEqualTo("urn:downshift:problem:unauthenticated");
        assertThat(api.get().uri("/api/v1/organization").header("Authorization", "Bearer dsk_guess")).hasStatus(401);
        assertThat(result.getResponse().getCookies()).isEmpty();
    }

    @Test
    void aKeySeesItsOwnOrganization() {
        String key = key(Role.ENGINEER, Scope.READ);
        assertThat(get("/api/v1/organization", key)).hasStatusOk().bodyJson().extractingPath("$.name").isEqualTo("Acme");
        assertThat(get("/api/v1/actor", key)).bodyJson().extractingPath("$.permissions[0]").isEqualTo("VIEW");
        assertThat(get("/api/v1/members", key)).bodyJson().extractingPath("$.length()").isEqualTo(2);
        assertThat(get("/api/v1/audit/verification", key)).bodyJson().extractingPath("$.intact").isEqualTo(true);
    }

    @Test
    void aGatewayKeyOpensNothingOfTheApi() {
        assertThat(get("/api/v1/organization", key(Role.ENGINEER, Scope.GATEWAY))).hasStatus(403);
    }

    @Test
    void aKeyThatMayUploadSeesItsUploadsAndNothingElse() {
        String key = key(Role.ENGINEER, Scope.UPLOAD);
        MvcTestResult sent = api.post().uri("/api/v1/uploads").header("Authorization", "Bearer " + key).contentType("application/x-ndjson").content("{}").exchange();
        assertThat(sent).hasStatus(201);
        assertThat(get("/api/v1/uploads", key)).hasStatusOk();
        assertThat(get("/api/v1/actor", key)).bodyJson().extractingPath("$.permissions").asArray().containsExactly("UPLOAD");
        for (String path : Set.of("/api/v1/calls", "/api/v1/tasks", "/api/v1/members", "/api/v1/audit", "/api/v1/savings")) {
            assertThat(get(path, key)).hasStatus(403);
        }
        String upload = "/api/v1/uploads/" + JsonMapper.shared().readTree(sent.getResponse().getContentAsByteArray()).at("/upload/id").asString();
        assertThat(get(upload + "/preview", key)).hasStatus(403);
        assertThat(api.post().uri(upload + "/read").header("Authorization", "Bearer " + key)).hasStatus(403);
        assertThat(api.delete().uri(upload).header("Authorization", "Bearer " + key)).hasStatus(403);
    }

    @Test
    void whatIsNotThereIsAProblemWithAType() {
        String key = key(Role.ADMIN, Scope.READ, Scope.KEYS);
        for (String path : Set.of("/api/v1/keys/" + UUID.randomUUID(), "/api/v1/keys/nonsense")) {
            assertThat(api.delete().uri(path).header("Authorization", "Bearer " + key))
                    .hasStatus(404).bodyJson().extractingPath("$.type").isEqualTo("urn:downshift:problem:not-found");
        }
        assertThat(get("/api/v1/nothing", key)).hasStatus(404).hasContentType("application/problem+json;charset=UTF-8");
        assertThat(api.put().uri("/api/v1/organization").header("Authorization", "Bearer " + key)
                .contentType(MediaType.APPLICATION_JSON)).hasStatus(405);
        assertThat(get("/api/v1/audit?cursor=nonsense", key)).hasStatus(422).bodyJson()
                .extractingPath("$.field").isEqualTo("cursor");
    }

    @Test
    void theApiDescribesItself() {
        assertThat(api.get().uri("/api/openapi")).hasStatusOk().bodyJson()
                .extractingPath("$.paths").asMap().containsKey("/api/v1/organization");
    }

    private MvcTestResult get(String path, String key) {
        return api.get().uri(path).header("Authorization", "Bearer " + key).exchange();
    }

    private String key(Role role, Scope... scopes) {
        String unique = UUID.randomUUID().toString();
        OrganizationId organization = onboarding.createOrganization("Acme", unique, person("owner" + unique));
        PersonId person = onboarding.addMember(organization, person(role + unique), role);
        Actor actor = members.actor(person, organization).orElseThrow();
        return Actor.call(actor, () -> keys.issue("test", Set.of(scopes), null).secret());
    }

    private static NewPerson person(String name) {
        return new NewPerson(name + "@example.com", name, "a password for tests");
    }
}
