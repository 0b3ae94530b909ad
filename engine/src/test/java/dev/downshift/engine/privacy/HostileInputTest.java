package dev.downshift.engine.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Input made to be slow or to break something takes time in proportion to its length and breaks nothing. */
class HostileInputTest {

    private static final int LENGTH = 1_000_000;
    private static final long SLOWEST_SECONDS = 60;

    private final Redactor redactor = Redactor.with(RedactionPolicy.strict(), RedactorTest.key(1));

    @ParameterizedTest
    @ValueSource(strings = {"a", "1", "A", " ", "\n", ".", ":", "-", "@", "a@", "://", "1 ", "1-", "Aa ", "A. ", "key=", "token: ", "a:a@", "eyJ", "sk-", "1.", "1:", "::", "f:", "St. ", "1 St ", "\\", "\"", "[", "{\"a\":", "born ", "passport ", "work at ", "engineer ", "é", "中", "\ud83d",
        "password is ", "-----BEGIN PRIVATE KEY-----", "Dr. ", "00", "Jane Doe ", "1 Elm Street, "})
    @Timeout(SLOWEST_SECONDS)
    void longRepetitionIsLinear(String piece) {
        String text = piece.repeat(LENGTH / 8 / piece.length());
        Redacted<String> redacted = redactor.redact(text);
        assertThat(redacted.findings()).allSatisfy(finding -> assertThat(finding.end()).isLessThanOrEqualTo(text.codePointCount(0, text.length())));
    }

    @Test
    @Timeout(SLOWEST_SECONDS)
    void aLongTextWithManyMatchesIsRedactedWhole() {
        String text = "mail a.b@corp.com or 81.2.69.142, ".repeat(LENGTH / 34);
        Redacted<String> redacted = redactor.redact(text);
        assertThat(redacted.findings()).hasSizeGreaterThan(50_000);
        assertThat(redacted.value()).doesNotContain("corp.com").doesNotContain("81.2.69");
    }

    @Test
    void aPrivateKeyAcrossTheCutOfALongTextIsFound() {
        Random random = new Random(3);
        StringBuilder key = new StringBuilder("-----BEGIN PRIVATE KEY-----\n");
        for (int i = 0; i < 1_600; i++) {
            key.append((char) ('a' + random.nextInt(26))).append(i % 32 == 31 ? "\n" : "");
        }
        String text = "x ".repeat(((1 << 18) - 800) / 2) + key + "\n-----END PRIVATE KEY-----\n" + "y ".repeat(100_000);
        assertThat(redactor.redact(text).findings()).extracting(Finding::rule).contains("private-key");
    }

    @Test
    void noiseOfAllCharactersBreaksNothing() {
        Random random = new Random(11);
        for (int round = 0; round < 2_000; round++) {
            char[] text = new char[random.nextInt(200)];
            for (int i = 0; i < text.length; i++) {
                text[i] = random.nextInt(4) == 0 ? (char) random.nextInt(65_536) : (char) random.nextInt(128);
            }
            String value = new String(text);
            Redacted<String> redacted = redactor.redact(value);
            assertThat(redacted.findings()).allSatisfy(finding -> assertThat(finding.start()).isLessThan(finding.end()));
        }
    }

    @Test
    void nestingThatNoParserTakesIsReadAsText() {
        String nested = "[".repeat(10_000) + "\"jane.doe@corp.com\"" + "]".repeat(10_000);
        assertThat(redactor.redact(nested).value()).doesNotContain("jane.doe").startsWith("[[[[").endsWith("]]]]");
    }

    @Test
    void fourKilobytesTakeMilliseconds() {
        String text = "Please call Jane Kowalczyk at +1 415 682 3344 about order 4711 of 2024-05-20. ".repeat(52);
        for (int i = 0; i < 300; i++) {
            redactor.redact(text);
        }
        long start = System.nanoTime();
        for (int i = 0; i < 100; i++) {
            redactor.redact(text);
        }
        assertThat(Duration.ofNanos((System.nanoTime() - start) / 100)).isLessThan(Duration.ofMillis(200));
    }
}
