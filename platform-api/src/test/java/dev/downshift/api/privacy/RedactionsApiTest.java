package dev.downshift.api.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downshift.api.ApiTest;
import dev.downshift.api.TestKeys;
import dev.downshift.core.tenancy.Role;
import dev.downshift.core.tenancy.Scope;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@ApiTest
@Import(TestKeys.class)
class RedactionsApiTest {

    private static final String TEXT = "{\"value\":\"write to jane.k@corp.com\"}";

    @Autowired MockMvcTester api;
    @Autowired TestKeys keys;

    @Test
    void aTextComesBackRedactedWithWhatWasFoundAndWhere() {
        MvcTestResult answer = send(keys.secret(Role.ENGINEER, Scope.UPLOAD), TEXT);
        assertThat(answer).hasStatusOk().bodyText().doesNotContain("jane");
        assertThat(answer).bodyJson().extractingPath("$.value").asString().startsWith("write to ");
        assertThat(answer).bodyJson().extractingPath("$.findings[0].type").isEqualTo("EMAIL_ADDRESS");
        assertThat(answer).bodyJson().extractingPath("$.findings[0].start").isEqualTo(9);
    }

    @Test
    void aRecordKeepsItsFormAndFindingsPointIntoIt() {
        MvcTestResult answer = send(keys.secret(Role.ENGINEER, Scope.UPLOAD), "{\"value\":{\"messages\":[{\"content\":\"jane.k@corp.com\"}],\"n\":1.5}}");
        assertThat(answer).bodyJson().extractingPath("$.value.n").isEqualTo(1.5);
        assertThat(answer).bodyJson().extractingPath("$.findings[0].pointer").isEqualTo("/messages/0/content");
    }

    @Test
    void anotherOrganizationGetsAnotherSurrogate() throws Exception {
        String one = send(keys.secret(Role.ENGINEER, Scope.UPLOAD), TEXT).getResponse().getContentAsString();
        assertThat(send(keys.secret(Role.ENGINEER, Scope.UPLOAD), TEXT).getResponse().getContentAsString()).isNotEqualTo(one);
    }

    @Test
    void aProfileTakesThePlaceOfThePolicy() {
        String key = keys.secret(Role.ENGINEER, Scope.UPLOAD);
        assertThat(send(key, "{\"profile\":\"secrets-only\",\"value\":\"write to jane.k@corp.com\"}")).bodyJson().extractingPath("$.value").isEqualTo("write to jane.k@corp.com");
        assertThat(send(key, "{\"profile\":\"none\",\"value\":\"\"}")).hasStatus(422).bodyJson().extractingPath("$.field").isEqualTo("profile");
    }

    @Test
    void whatIsTooLargeMissingOrUnknownIsRefusedByName() {
        String key = keys.secret(Role.ENGINEER, Scope.UPLOAD);
        assertThat(send(key, "{\"value\":\"" + "a".repeat(1 << 20) + "\"}")).hasStatus(422).bodyJson().extractingPath("$.detail").asString().contains("1 MiB");
        assertThat(send(key, "{}")).hasStatus(422).bodyJson().extractingPath("$.field").isEqualTo("value");
        assertThat(send(key, "{\"value\":1,\"polcy\":2}")).hasStatus(400).bodyJson().extractingPath("$.field").isEqualTo("polcy");
    }

    @Test
    void aKeyThatOnlyReadsMayNotAsk() {
        assertThat(send(keys.secret(Role.ENGINEER, Scope.READ), TEXT)).hasStatus(403);
    }

    private MvcTestResult send(String key, String body) {
        return api.post().uri("/api/v1/redactions").header("Authorization", "Bearer " + key).contentType("application/json").content(body).exchange();
    }
}
