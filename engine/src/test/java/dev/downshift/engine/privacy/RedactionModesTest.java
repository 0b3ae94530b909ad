package dev.downshift.engine.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downshift.engine.privacy.RedactionPolicy.Mode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RedactionModesTest {

    private static final String TEXT = "Dear Mrs. Whitfield, write to jane.k@corp.com or JANE.K@corp.com, not bob@corp.com. Card 4539 1488 0343 6467, from 81.2.69.142.";

    private static Redactor redactor(RedactionPolicy policy) {
        return Redactor.with(policy, RedactorTest.key(1));
    }

    private static Redactor all(Mode mode) {
        return redactor(RedactionPolicy.strict().withMode(mode));
    }

    @Test
    void tagsNumberTheEntitiesOfOneRecord() {
        Redactor tags = redactor(RedactionPolicy.standard().withMode(Mode.TAG));
        String once = "Dear Mrs. <PERSON_1>, write to <EMAIL_ADDRESS_1> or <EMAIL_ADDRESS_1>, not <EMAIL_ADDRESS_2>. Card <CREDIT_CARD_1>, from <IP_ADDRESS_1>.";
        assertThat(tags.redact(TEXT).value()).isEqualTo(once);
        assertThat(tags.redact(TEXT).value()).isEqualTo(once);
        JsonNode record = JsonMapper.shared().readTree("{\"a\":\"b@corp.com\",\"b\":[\"c@corp.com\",\"{\\\"x\\\":\\\"b@corp.com\\\"}\"]}");
        assertThat(tags.redact(record).value().toString()).isEqualTo("{\"a\":\"<EMAIL_ADDRESS_1>\",\"b\":[\"<EMAIL_ADDRESS_2>\",\"{\\\"x\\\":\\\"<EMAIL_ADDRESS_1>\\\"}\"]}");
    }

    @Test
    void hashesAreTheSameUnderOneKeyAndOthersUnderAnother() {
        RedactionPolicy policy = RedactionPolicy.standard().withMode(Mode.HASH);
        String hashed = redactor(policy).redact("jane.k@corp.com JANE.K@corp.com").value();
        assertThat(hashed).matches("(<EMAIL_ADDRESS:[0-9a-f]{14}>) \\1");
        assertThat(Redactor.with(policy, RedactorTest.key(2)).redact("jane.k@corp.com JANE.K@corp.com").value()).isNotEqualTo(hashed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<PHONE_NUMBER:4155552671>", "<US_SSN_536904399>", "<PHONE_NUMBER:41555526710000>", "<CREDIT_CARD_453914880>"})
    void aNumberInTheFormOfATagIsNoTag(String text) {
        assertThat(Tags.cover(text, text.length() - 9, text.length() - 1)).isFalse();
        assertThat(redactor(RedactionPolicy.strict()).redact("Phone or SSN: " + text).value()).doesNotContain("4155552671>", "536904399");
    }

    @Test
    void droppingLeavesNothing() {
        assertThat(redactor(RedactionPolicy.standard().withMode(Mode.DROP)).redact("to jane.k@corp.com now").value()).isEqualTo("to  now");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "DATE_TIME | 3 May 1985 | 1985", "DATE_OF_BIRTH | 1985-05-03 | 1985", "DATE_TIME | 05/03/85 | <DATE_TIME>", "AGE | 47 | 40", "AGE | 97 | 90", "POSTCODE | 94110 | 941**",
        "POSTCODE | 03601-1234 | 000**", "POSTCODE | SW1A 1AA | SW1A ***", "COORDINATES | 37.77493, -122.41942 | 37.8, -122.4", "IP_ADDRESS | 81.2.69.142 | 81.2.69.0",
        "IP_ADDRESS | 2a02:26f7:c1::9a3b | 2a02:26f7:c1::", "IP_ADDRESS | fe80::1 | fe80::", "URL | https://corp.com/u/jane?x=1 | https://corp.com", "URL | https://jane@corp.com/u | https://corp.com",
        "CREDIT_CARD | 4539 1488 0343 6467 | 4539 14** **** ****", "IBAN | DE89 3704 0044 | DE** **** ****", "MAC_ADDRESS | 00:1b:44:11:3a:b7 | 00:1b:44:**:**:**",
        "PERSON | Jane Doe | <PERSON>"})
    void generalisesToWhatIsLessExact(FindingType type, String value, String general) {
        assertThat(Generalisation.of(type, value)).isEqualTo(general);
        if (!general.contains("<")) {
            assertThat(Generalisation.of(type, general)).isEqualTo(general);
        }
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void inEachModeRedactingTwiceChangesNothing(Mode mode) {
        String once = all(mode).redact(TEXT).value();
        assertThat(all(mode).redact(once).value()).isEqualTo(once);
        if (mode != Mode.KEEP) {
            assertThat(once).doesNotContain("jane", "bob", "0343", "142", "Whitfield");
        }
    }

    @ParameterizedTest
    @EnumSource(value = Mode.class, names = "KEEP", mode = EnumSource.Mode.EXCLUDE)
    void wholeNumbersStayNumbersInEachMode(Mode mode) {
        JsonNode redacted = redactor(RedactionPolicy.standard().withMode(mode)).redact(JsonMapper.shared().readTree("{\"phone\":4156823344}")).value();
        assertThat(redacted.path("phone").isIntegralNumber()).isTrue();
        assertThat(redacted.path("phone").asString()).hasSize(10).isNotEqualTo("4156823344");
    }

    @Test
    void safeHarborKeepsYearsAreasAndDecadesOnly() {
        String redacted = redactor(RedactionProfile.HIPAA_SAFE_HARBOR.policy()).redact("Patient Jane Kowalczyk, aged 93, born 3 May 1931, admitted on March 12, 2024, zip code 94110.").value();
        assertThat(redacted).doesNotContain("Kowalczyk", "93,", "1931", "March", "94110").contains("2024");
    }

    @Test
    void profilesForSecretsAndCardsLeaveTheRest() {
        String text = "Mail jane.k@corp.com, card 4539 1488 0343 6467, key AKIAQ3EGR7JWZ5XKUL2A";
        assertThat(redactor(RedactionProfile.SECRETS_ONLY.policy()).redact(text).findings()).extracting(Finding::type).containsExactly(FindingType.SECRET);
        assertThat(redactor(RedactionProfile.PCI.policy()).redact(text).findings()).extracting(Finding::type).containsExactly(FindingType.CREDIT_CARD, FindingType.SECRET);
        assertThat(RedactionProfile.of("hipaa-safe-harbor")).contains(RedactionProfile.HIPAA_SAFE_HARBOR);
    }
}
