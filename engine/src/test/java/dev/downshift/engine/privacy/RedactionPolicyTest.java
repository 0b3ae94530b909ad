package dev.downshift.engine.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.downshift.engine.privacy.RedactionPolicy.Mode;
import dev.downshift.engine.traces.Message;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RedactionPolicyTest {

    private static final JsonMapper JSON = JsonMapper.shared();

    private static Redactor redactor(RedactionPolicy policy) {
        return Redactor.with(policy, RedactorTest.key(1));
    }

    private static RedactionPolicy terms(List<String> allowed, Map<String, FindingType> dictionary, CustomPattern... patterns) {
        return RedactionPolicy.standard().withTerms(new CustomTerms(allowed, dictionary, List.of(patterns)));
    }

    private static RedactionPolicy rules(PolicyRule... rules) {
        RedactionPolicy standard = RedactionPolicy.standard();
        return new RedactionPolicy(standard.modes(), standard.threshold(), Map.of(), CustomTerms.NONE, List.of(rules));
    }

    @Test
    void readsWhatAnEarlierVersionStoredAndWhatItWrites() {
        assertThat(JSON.readValue("{\"modes\":{\"PERSON\":\"TAG\"},\"threshold\":0.5}", RedactionPolicy.class))
                .isEqualTo(RedactionPolicy.standard().with(FindingType.PERSON, Mode.TAG));
        RedactionPolicy full = new RedactionPolicy(Map.of(FindingType.PERSON, Mode.HASH), 0.4, Map.of(FindingType.AGE, 0.9),
                new CustomTerms(List.of("Acme"), Map.of("Falcon", FindingType.CUSTOM), List.of(new CustomPattern("staff", "E-\\d{5}", FindingType.CUSTOM))),
                List.of(new PolicyRule("/content", "", "", Map.of(FindingType.PERSON, Mode.KEEP))));
        assertThat(JSON.readValue(JSON.writeValueAsString(full), RedactionPolicy.class)).isEqualTo(full);
    }

    @Test
    void aTypeMayHaveAThresholdOfItsOwn() {
        RedactionPolicy standard = RedactionPolicy.standard();
        RedactionPolicy policy = new RedactionPolicy(standard.modes(), 0.5, Map.of(FindingType.EMAIL_ADDRESS, 1.0), CustomTerms.NONE, List.of());
        assertThat(redactor(policy).redact("jane.k@corp.com 4539148803436467").findings()).extracting(Finding::type).containsExactly(FindingType.CREDIT_CARD);
    }

    @Test
    void theDictionaryFindsWholePhrasesInAnyCaseAndSpacing() {
        Redactor redactor = redactor(terms(List.of(), Map.of("Project Falcon", FindingType.CUSTOM, "東京", FindingType.LOCATION, "#4711", FindingType.CUSTOM)).withMode(Mode.TAG)
                .with(FindingType.LOCATION, Mode.TAG));
        assertThat(redactor.redact("PROJECT  falcon, Project Falcons, #4711 and 4711, 私は東京に").value())
                .isEqualTo("<CUSTOM_1>, Project Falcons, <CUSTOM_2> and 4711, 私は<LOCATION_1>に");
    }

    @Test
    void whatADictionarySaysWinsAndItsSurrogatesAreKnownAgain() {
        Redactor redactor = redactor(terms(List.of(), Map.of("jane.k@corp.com", FindingType.CREDIT_CARD, "Falcon", FindingType.IBAN), new CustomPattern("staff", "E-\\d{5}", FindingType.PHONE_NUMBER)));
        Redacted<String> redacted = redactor.redact("jane.k@corp.com runs Falcon as E-48213");
        assertThat(redacted.findings()).extracting(Finding::rule).containsExactly("own-dictionary", "own-dictionary", "own-pattern:staff");
        assertThat(redacted.value()).doesNotContain("jane", "Falcon", "48213");
        assertThat(redactor.redact(redacted.value()).value()).isEqualTo(redacted.value());
    }

    @Test
    void whatTheAllowListHasStaysWholeWordsOnly() {
        Redactor redactor = redactor(terms(List.of("Jane Kowalczyk Bakery", "support@corp.com"), Map.of()));
        assertThat(redactor.redact("My name is Jane Kowalczyk Bakery, SUPPORT@corp.com").findings()).isEmpty();
        assertThat(redactor.redact("write to xsupport@corp.com").findings()).hasSize(1);
        Redactor nested = redactor(terms(List.of("the desk of support@corp.com", "desk"), Map.of()));
        assertThat(nested.redact("a@corp.com, the desk of support@corp.com, b@corp.com").findings()).hasSize(2);
        assertThat(redactor(RedactionPolicy.standard().allowing("support@corp.com").denying("support@corp.com", FindingType.CUSTOM)).redact("support@corp.com").findings())
                .extracting(Finding::type).containsExactly(FindingType.CUSTOM);
    }

    @Test
    void rulesHoldInTheirPlaces() {
        Redactor redactor = redactor(rules(new PolicyRule("/rows/*/mail", "", "", Map.of(FindingType.EMAIL_ADDRESS, Mode.KEEP)),
                new PolicyRule("note", "", "", Map.of(FindingType.EMAIL_ADDRESS, Mode.DROP))));
        JsonNode record = JSON.readTree("{\"rows\":[{\"mail\":\"a@corp.com\",\"note\":\"b@corp.com\"}],\"mail\":\"a@corp.com\",\"deep\":{\"note\":{\"x\":\"c@corp.com\"}}}");
        JsonNode redacted = redactor.redact(record).value();
        assertThat(redacted.at("/rows/0/mail").stringValue()).isEqualTo("a@corp.com");
        assertThat(redacted.at("/rows/0/note").stringValue()).isEmpty();
        assertThat(redacted.at("/deep/note/x").stringValue()).isEmpty();
        assertThat(redacted.path("mail").stringValue()).endsWith(".example." + redacted.path("mail").stringValue().replaceAll(".*\\.", ""));
    }

    @Test
    void rulesForAToolOrAnAgentHoldForThemOnly() {
        RedactionPolicy policy = rules(new PolicyRule("", "", "find_user", Map.of(FindingType.EMAIL_ADDRESS, Mode.TAG)),
                new PolicyRule("", "billing", "", Map.of(FindingType.EMAIL_ADDRESS, Mode.KEEP)));
        Message call = new Message(Message.Role.ASSISTANT, null, "a@corp.com", List.of(new Message.ToolCall("1", "find_user", "{\"q\":\"a@corp.com\"}"),
                new Message.ToolCall("2", "send", "{\"q\":\"a@corp.com\"}")), null, List.of());
        Message redacted = redactor(policy).redact(call).value();
        assertThat(redacted.toolCalls().getFirst().arguments()).isEqualTo("{\"q\":\"<EMAIL_ADDRESS_1>\"}");
        assertThat(redacted.toolCalls().getLast().arguments()).contains(".example.");
        assertThat(redacted.content()).contains(".example.");
        assertThat(redactor(policy).forAgent("billing").redact(call).value()).isEqualTo(call);
        assertThat(redactor(policy).forAgent("sales").redact(call).value()).isEqualTo(redacted);
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "a{1000}b{1000}", "((a{30}){30}){30}", "(?=a)b", "(a)\\1", "a*", " ", "[a-z]{1,900}{2}"})
    void patternsThatCannotBeUsedAreRefusedWithTheirPlace(String pattern) {
        assertThatThrownBy(() -> terms(List.of(), Map.of(), new CustomPattern("good", "x\\d", FindingType.CUSTOM), new CustomPattern("bad", pattern, FindingType.CUSTOM)))
                .isInstanceOfSatisfying(InvalidPolicy.class, wrong -> assertThat(wrong.place()).isEqualTo("/terms/patterns/1/pattern"));
    }

    @Test
    @Timeout(60)
    void patternsThatExplodeElsewhereTakeLinearTime() {
        Redactor redactor = redactor(terms(List.of(), Map.of("a a a a b", FindingType.CUSTOM), new CustomPattern("evil", "(a+)+b", FindingType.CUSTOM)));
        assertThat(redactor.redact("a".repeat(100_000) + "a ".repeat(50_000)).findings()).isEmpty();
    }

    @Test
    void aRuleWithoutLimitAndAPhraseInBothListsAreRefused() {
        assertThatThrownBy(() -> rules(new PolicyRule("", " ", "", Map.of(FindingType.AGE, Mode.KEEP)))).hasMessageStartingWith("/rules/0:");
        assertThatThrownBy(() -> terms(List.of("acme"), Map.of("Acme", FindingType.CUSTOM))).hasMessageStartingWith("/terms/dictionary/Acme:");
        assertThatThrownBy(() -> RedactionPolicy.standard().allowing("...")).hasMessageStartingWith("/terms/allowed/0:");
    }

    @Test
    void aPhraseHasOneType() {
        assertThatThrownBy(() -> terms(List.of(), Map.of("Project Falcon", FindingType.CUSTOM, "project  falcon", FindingType.PERSON)))
                .hasMessageStartingWith("/terms/dictionary/project  falcon:");
        RedactionPolicy denied = RedactionPolicy.standard().denying("Project Falcon", FindingType.CUSTOM).denying("project  falcon", FindingType.PERSON);
        assertThat(denied.terms().dictionary()).isEqualTo(Map.of("project  falcon", FindingType.PERSON));
        assertThat(denied.allowing("PROJECT FALCON").terms().dictionary()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{\"threshold\":0.5,\"modes\":{\"PERSON\":null}} | /modes/PERSON",
        "{\"threshold\":0.5,\"thresholds\":{\"PERSON\":null}} | /thresholds/PERSON",
        "{\"threshold\":0.5,\"rules\":[null]} | /rules/0",
        "{\"threshold\":0.5,\"rules\":[{\"tool\":\"a\",\"modes\":{\"PERSON\":null}}]} | /rules/0/modes/PERSON",
        "{\"threshold\":0.5,\"terms\":{\"allowed\":[\"Acme\",null]}} | /terms/allowed/1",
        "{\"threshold\":0.5,\"terms\":{\"dictionary\":{\"a/b\":null}}} | /terms/dictionary/a~1b",
        "{\"threshold\":0.5,\"terms\":{\"patterns\":[null]}} | /terms/patterns/0"})
    void nullsAreRefusedWithTheirPlace(String json, String place) {
        assertThatThrownBy(() -> JSON.readValue(json, RedactionPolicy.class)).rootCause()
                .isInstanceOfSatisfying(InvalidPolicy.class, wrong -> assertThat(wrong.place()).isEqualTo(place));
    }
}
