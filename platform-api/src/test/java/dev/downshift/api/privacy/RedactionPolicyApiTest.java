package dev.downshift.api.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downshift.api.ApiTest;
import dev.downshift.api.TestKeys;
import dev.downshift.core.tenancy.Role;
import dev.downshift.core.tenancy.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@ApiTest
@Import(TestKeys.class)
class RedactionPolicyApiTest {

    @Autowired MockMvcTester api;
    @Autowired TestKeys keys;

    @Test
    void aSavedPolicyIsTheNextVersionAndKeepsWhatItLeavesOut() {
        String key = keys.secret(Role.ADMIN, Scope.READ, Scope.SETTINGS);
        assertThat(get("", key)).hasStatusOk().bodyJson().extractingPath("$.version").isEqualTo(0);

        MvcTestResult saved = save(key, "{\"threshold\":0.25}");

        assertThat(saved).hasStatusOk().bodyJson().extractingPath("$.version").isEqualTo(1);
        assertThat(saved).bodyJson().extractingPath("$.threshold").isEqualTo(0.25);
        assertThat(saved).bodyJson().extractingPath("$.modes").asMap().isNotEmpty();
        assertThat(get("/versions", key)).bodyJson().extractingPath("$[0].threshold").isEqualTo(0.25);
    }

    @Test
    void termsAndRulesAreKeptWhereAChangeLeavesThemOut() {
        String key = keys.secret(Role.ADMIN, Scope.READ, Scope.SETTINGS);
        assertThat(save(key, """
                {"thresholds":{"PERSON":0.7},"terms":{"allowed":["Acme"],"patterns":[{"name":"staff","pattern":"E-[0-9]{5}","type":"CUSTOM"}]},
                 "rules":[{"tool":"find_user","modes":{"PERSON":"KEEP"}}]}""")).hasStatusOk();
        MvcTestResult saved = save(key, "{\"modes\":{\"PERSON\":\"HASH\"}}");
        assertThat(saved).hasStatusOk().bodyJson().extractingPath("$.terms.patterns[0].pattern").isEqualTo("E-[0-9]{5}");
        assertThat(saved).bodyJson().extractingPath("$.thresholds.PERSON").isEqualTo(0.7);
        assertThat(saved).bodyJson().extractingPath("$.rules[0].tool").isEqualTo("find_user");
    }

    @Test
    void aPolicyThatCannotBeUsedSaysWhere() {
        String key = keys.secret(Role.ADMIN, Scope.READ, Scope.SETTINGS);
        MvcTestResult refused = save(key, "{\"terms\":{\"allowed\":[\"Acme\"],\"dictionary\":{\"acme\":\"CUSTOM\"}}}");
        assertThat(refused).hasStatus(422).bodyJson().extractingPath("$.field").isEqualTo("terms/dictionary/acme");
        assertThat(save(key, "{\"rules\":[{\"modes\":{\"AGE\":\"KEEP\"}}]}")).hasStatus(422).bodyJson().extractingPath("$.field").isEqualTo("rules/0");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{\"modes\":{\"PERSON\":null}} | modes/PERSON", "{\"thresholds\":{\"PERSON\":null}} | thresholds/PERSON", "{\"rules\":[null]} | rules/0",
        "{\"rules\":[{\"tool\":\"a\",\"modes\":{\"PERSON\":null}}]} | rules/0/modes/PERSON", "{\"terms\":{\"allowed\":[null]}} | terms/allowed/0",
        "{\"terms\":{\"dictionary\":{\"Falcon\":null}}} | terms/dictionary/Falcon", "{\"terms\":{\"patterns\":[null]}} | terms/patterns/0"})
    void nullsAreRefusedWithTheirPlace(String body, String field) {
        assertThat(save(keys.secret(Role.ADMIN, Scope.READ, Scope.SETTINGS), body)).hasStatus(422).bodyJson().extractingPath("$.field").isEqualTo(field);
    }

    @Test
    void aThresholdOutOfRangeAndAnUnknownTypeAreRefused() {
        String key = keys.secret(Role.ADMIN, Scope.READ, Scope.SETTINGS);
        assertThat(save(key, "{\"threshold\":1.5}")).hasStatus(422).bodyJson().extractingPath("$.field").isEqualTo("threshold");
        assertThat(save(key, "{\"modes\":{\"SHOE_SIZE\":\"SURROGATE\"}}")).hasStatus(400).bodyJson()
                .extractingPath("$.type").isEqualTo("urn:downshift:problem:malformed-request");
    }

    @Test
    void whoeverMayNotManageSettingsSavesNothing() {
        assertThat(save(keys.secret(Role.ENGINEER, Scope.READ, Scope.TRAIN), "{\"threshold\":0.1}")).hasStatus(403);
    }

    private MvcTestResult save(String key, String body) {
        return api.put().uri("/api/v1/redaction-policy").header("Authorization", "Bearer " + key).contentType("application/json").content(body).exchange();
    }

    private MvcTestResult get(String path, String key) {
        return api.get().uri("/api/v1/redaction-policy" + path).header("Authorization", "Bearer " + key).exchange();
    }
}
