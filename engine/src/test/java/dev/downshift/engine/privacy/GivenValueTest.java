package dev.downshift.engine.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
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
    @CsvSource({"EMAIL_ADDRESS,jane", "CREDIT_CARD,12", "IBAN,DE", "US_SSN,1", "PHONE_NUMBER,110", "PERSON,42", "USERNAME,42", "URL_CREDENTIALS,jane", "NATIONAL_ID,--"})
    void nothingStandsForWhatCannotBeOfTheType(FindingType type, String value) {
        assertThat(REDACTOR.surrogate(type, value)).isEmpty();
    }
}
