package dev.downshift.engine.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Each validator answers for whatever its pattern lets through, and for what it was not made for. */
class ValidatorFuzzTest {

    private static final int CASES = 120;

    private final Redactor redactor = Redactor.with(RedactionPolicy.strict(), RedactorTest.key(1));

    @Test
    void noNumberBreaksItsCheck() {
        Random random = new Random(5);
        List<IdentifierRule> rules = IdentifierRule.all();
        assertThat(rules).hasSizeGreaterThan(50);
        for (IdentifierRule rule : rules) {
            for (int i = 0; i < CASES; i++) {
                String value = mutated(new PatternSample(rule.pattern().pattern(), random).make(), random);
                if (rule.pattern().matcher(value).matches()) {
                    assertThatCode(() -> rule.passes(value)).as(rule.name() + " " + value).doesNotThrowAnyException();
                }
                assertThat(redactor.redact(rule.cues().getFirst() + ": " + value + " \ud83d\ude00").value()).endsWith("\ud83d\ude00");
            }
        }
    }

    @Test
    void noTextBreaksTheGeneralChecks() {
        Random random = new Random(6);
        for (int i = 0; i < 10_000; i++) {
            String digits = String.valueOf(Math.abs(random.nextLong() / (1 + random.nextInt(1_000_000)))).repeat(1 + random.nextInt(3));
            assertThat(Checks.luhn(digits + Checks.luhnDigit(digits))).isTrue();
            assertThat(Checks.mod97("DE" + Checks.ibanCheck("DE", digits) + digits)).isTrue();
            String noise = mutated(digits + "aZ-.:@ ", random);
            assertThatCode(() -> Base58.checks(noise)).as(noise).doesNotThrowAnyException();
            String redacted = redactor.redact(noise).value();
            assertThat(redactor.redact(redacted).value()).as(noise).isEqualTo(redacted);
        }
    }

    private static String mutated(String value, Random random) {
        StringBuilder mutated = new StringBuilder(value);
        for (int change = random.nextInt(3); change > 0 && !mutated.isEmpty(); change--) {
            int at = random.nextInt(mutated.length());
            switch (random.nextInt(3)) {
                case 0 -> mutated.deleteCharAt(at);
                case 1 -> mutated.setCharAt(at, "09AZaz -./:\u0660\u00e9\ud83d".charAt(random.nextInt(14)));
                default -> mutated.insert(at, (char) ('0' + random.nextInt(10)));
            }
        }
        return mutated.toString();
    }
}
