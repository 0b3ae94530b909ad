package dev.downshift.standalone.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.ApiKeys;
import dev.downshift.core.tenancy.Members;
import dev.downshift.core.tenancy.NewPerson;
import dev.downshift.core.tenancy.Onboarding;
import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.core.tenancy.Scope;
import dev.downshift.core.tenancy.Tenant;
import dev.downshift.standalone.StandaloneTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** An export that fails on its way is never taken for a whole one. */
@StandaloneTest
class BrokenExportTest {

    private static final String PASSWORD = "a password for tests";
    private static final String CALLS = """
            insert into llm_call (organization_id, id, upload_id, record, index_in_record, conversation, ordered_at, message_ids, parameters, prompt_tokens,
             completion_tokens, tokens_estimated, metadata)
            select :organization, gen_random_uuid(), :upload, number, 0, 'theirs', now() + number * interval '1 second', array[:message]::uuid[], '{}', 1, 1, true, '{}'
            from generate_series(:first, :last) as number""";

    @Autowired Onboarding onboarding;
    @Autowired Members members;
    @Autowired ApiKeys keys;
    @Autowired JdbcClient jdbc;
    @Autowired TransactionOperations transactions;
    @LocalServerPort int port;

    private final HttpClient http = HttpClient.newHttpClient();
    private Actor owner = Actor.system(new OrganizationId(UUID.randomUUID()));
    private String email = "";

    @BeforeEach
    void manyCallsOfWhichTheLastIsBroken() {
        email = "owner-" + UUID.randomUUID() + "@example.com";
        OrganizationId organization = onboarding.createOrganization("Team", "team-" + UUID.randomUUID(), new NewPerson(email, "Owner", PASSWORD));
        owner = members.actor(Tenant.call(organization, members::list).getFirst().person(), organization).orElseThrow();
        Map<String, UUID> ids = new OneOfEach(jdbc, transactions).create(owner);
        insert(Objects.requireNonNull(ids.get("upload")), Objects.requireNonNull(ids.get("message")), 1, 700);
        insert(Objects.requireNonNull(ids.get("upload")), UUID.randomUUID(), 701, 701);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jsonl", "otlp"})
    void theApiBreaksTheConnectionOff(String format) {
        String key = Actor.call(owner, () -> keys.issue("test", EnumSet.of(Scope.READ), null).secret());
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/api/v1/calls/export?format=" + format))
                .header("Authorization", "Bearer " + key).build();

        assertThatThrownBy(() -> http.send(request, HttpResponse.BodyHandlers.ofByteArray())).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jsonl", "otlp"})
    void thePageBreaksTheConnectionOff(String format) throws Exception {
        Browser browser = new Browser(port);
        browser.signIn(email, PASSWORD);

        assertThatThrownBy(() -> browser.exchange("GET", "/calls/export?format=" + format, Map.of())).isInstanceOf(IOException.class);
        assertThat(browser.exchange("GET", "/calls/export?failed=false&format=" + format, Map.of()).statusCode()).isEqualTo(200);
    }

    private void insert(UUID upload, UUID message, int first, int last) {
        Actor.run(owner, () -> transactions.executeWithoutResult(status -> jdbc.sql(CALLS).param("organization", owner.organization().value())
                .param("upload", upload).param("message", message).param("first", first).param("last", last).update()));
    }
}
