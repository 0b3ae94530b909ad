package dev.downshift.engine.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What stands for a value that somebody gives is what stands for it in a redacted text. */
class GivenValueTest {

    private static final Redactor REDACTOR = Redactor.with(RedactionPolicy.standard(), "a key of thirty-two bytes or so!".getBytes(StandardCharsets.UTF_8));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            PERSON        | Jane Kowalczyk              | My name is Jane Kowalczyk, thanks
            EMAIL_ADDRESS | jane.kowalczyk@corp.com     | Write to jane.kowalczyk@corp.com
            PHONE_NUMBER  | +1 415 555 2671             | Call +1 415 555 2671 now
            CREDIT_CARD   | 4111 1111 1111 1111         | Card 4111 1111 1111 1111
            IBAN          | DE89 3704 0044 0532 0130 00 | Pay to DE89 3704 0044 0532 0130 00
            US_SSN        | 536-90-4399                 | SSN: 536-90-4399
            IP_ADDRESS    | 203.0.113.77                | from 203.0.113.77
            """)
    void isTheSameAsInARedactedText(FindingType type, String value, String text) {
        String surrogate = REDACTOR.surrogate(type, value).orElseThrow();
        assertThat(surrogate).isNotEqualTo(value);
        assertThat(REDACTOR.redact(text).value()).contains(surrogate);
    }

    @ParameterizedTest
    @CsvSource({"PERSON,Jane Kowalczyk", "EMAIL_ADDRESS,jane@corp.com", "PHONE_NUMBER,+1 415 555 2671", "CREDIT_CARD,4111 1111 1111 1111", "IBAN,DE89370400440532013000"})
    void aSurrogateStandsForItself(FindingType type, String value) {
        String surrogate = REDACTOR.surrogate(type, value).orElseThrow();
        assertThat(REDACTOR.surrogate(type, surrogate)).hasValue(surrogate);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "PERSON | Grace Hopper", "EMAIL_ADDRESS | grace@corp.com", "PHONE_NUMBER | 415-555-2671", "PHONE_NUMBER | 555 2671", "PHONE_NUMBER | 415-555-2671 ext 12",
        "CREDIT_CARD | 4111 1111 1111 1111", "IBAN | DE89 3704 0044 0532 0130 00", "US_SSN | 536-90-4399", "IP_ADDRESS | 203.0.113.77", "IP_ADDRESS | 2a02:26f7:c1::9a3b",
        "USERNAME | ghopper7", "STREET_ADDRESS | 221 Baker Street", "STREET_ADDRESS | PO Box 4711", "NATIONAL_ID | 12345678Z", "TAX_ID | 12-3456789", "PASSPORT | C01X00T47",
        "DRIVER_LICENSE | D1234567", "BANK_CODE | 021000021", "BANK_ACCOUNT | 12345678", "MEDICAL_RECORD | MRN-48213", "VEHICLE_ID | 1HGCM82633A004352",
        "CRYPTO_ADDRESS | 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "MAC_ADDRESS | 00:1b:44:11:3a:b7", "COORDINATES | 37.77493, -122.41942", "POSTCODE | SW1A 1AA",
        "DATE_OF_BIRTH | 1985-05-03", "DATE_TIME | 1985-05-03 10:15", "AGE | 47", "URL | https://corp.com/u/grace", "URL_CREDENTIALS | grace:opensesame", "SECRET | sk-4f9a1c2b7d90",
        "ORGANIZATION | Acme", "LOCATION | Paris", "NATIONALITY | Swiss", "TITLE | Admiral", "CUSTOM | Falcon", "CUSTOM | E-48213"})
    void keepsNoWordThatStandsBehindAValue(FindingType type, String value) {
        assertThat(REDACTOR.surrogate(type, value)).isPresent();
        for (String words : List.of(" (Ada Lovelace)", " Zoë", "\\Ada", " \u0664\u0661\u0665")) {
            String surrogate = REDACTOR.surrogate(type, value + words).orElse("");
            assertThat(surrogate).doesNotContainPattern("(?i)\\bada\\b|lovelace|ë|\u0664");
        }
    }

    @ParameterizedTest
    @CsvSource({"EMAIL_ADDRESS,jane", "CREDIT_CARD,12", "IBAN,DE", "US_SSN,1", "PHONE_NUMBER,110", "PERSON,42", "USERNAME,42", "URL_CREDENTIALS,jane", "NATIONAL_ID,--",
        "PERSON,le van", "PERSON,Jane 4155552671", "STREET_ADDRESS,Street Lane", "IP_ADDRESS,198.18. Ada", "AGE,47 Ada", "CUSTOM,--",
        "PHONE_NUMBER,415-555-2671 (Ada Lovelace)", "CREDIT_CARD,4111111111111111 Ada", "US_SSN,536-90-4399 Ada", "PASSPORT,C01X00T47 Zoë"})
    void nothingStandsForWhatCannotBeOfTheType(FindingType type, String value) {
        assertThat(REDACTOR.surrogate(type, value)).isEmpty();
    }
}
