package dev.downshift.engine.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class RedactorPropertyTest {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Redactor redactor = Redactor.with(RedactionPolicy.standard(), RedactorTest.key(1));
    private final Redactor other = Redactor.with(RedactionPolicy.standard(), RedactorTest.key(2));

    /** A text with one planted value. */
    record Planted(String before, String value, String after) {
        String text() {
            return before + " " + value + " " + after;
        }
    }

    @Provide
    Arbitrary<String> values() {
        Arbitrary<String> words = Arbitraries.strings().withCharRange('a', 'z').ofMinLength(4).ofMaxLength(9);
        Arbitrary<String> digits = Arbitraries.strings().numeric().ofLength(14);
        Arbitrary<String> alphanumeric = Arbitraries.strings().withCharRange('a', 'z').withCharRange('A', 'Z').numeric().ofLength(36);
        return Arbitraries.oneOf(
                Combinators.combine(words, words).as((local, domain) -> local + "@" + domain + ".com"),
                digits.map(body -> "4" + body).map(body -> body + Checks.luhnDigit(body)),
                Combinators.combine(Arbitraries.integers().between(11, 99), Arbitraries.integers().between(1, 254)).as((a, b) -> a + ".44." + b + "." + b),
                digits.map(body -> "DE" + Checks.ibanCheck("DE", "3704" + body) + "3704" + body),
                alphanumeric.map(body -> "ghp_a1" + body),
                Combinators.combine(words, alphanumeric).as((user, password) -> "https://" + user + ":" + password + "@host.net/x"),
                Arbitraries.integers().between(2_000_000, 9_999_999).map(number -> "+1 415 " + String.valueOf(number).substring(0, 3) + " " + String.valueOf(number).substring(3)));
    }

    @Provide
    Arbitrary<Planted> planted() {
        Arbitrary<String> around = Arbitraries.of("", "😀 write to", "\"quoted\" and \\ back", "é 中文 first", "line\nbreak", "Dear Anna Schmidt, see");
        return Combinators.combine(around, values(), around).as(Planted::new);
    }

    @Property(tries = 400)
    void theValueIsGoneAndRedactingAgainChangesNothing(@ForAll("planted") Planted planted) {
        String once = redactor.redact(planted.text()).value();
        if (!redactor.redact(planted.text()).findings().isEmpty()) {
            Redacted<String> twice = redactor.redact(once);
            assertThat(twice.value()).isEqualTo(once);
            assertThat(twice.findings()).isEmpty();
        }
        for (Finding finding : redactor.redact(planted.text()).findings()) {
            assertThat(once).doesNotContain(value(planted.text(), finding));
        }
    }

    @Property(tries = 200)
    void keysThatDifferGiveSurrogatesThatDiffer(@ForAll("values") String value) {
        Redacted<String> redacted = redactor.redact(value);
        if (redacted.findings().stream().anyMatch(finding -> finding.type() != FindingType.PHONE_NUMBER)) {
            assertThat(other.redact(value).value()).isNotEqualTo(redacted.value());
        }
    }

    @Property(tries = 300)
    void whatParsedStillParsesWithTheSameShape(@ForAll("planted") Planted planted, @ForAll List<Integer> numbers) {
        ObjectNode inner = JSON.createObjectNode().put("note", planted.text()).put("total", 12.50);
        inner.set("numbers", JSON.valueToTree(numbers));
        ObjectNode record = JSON.createObjectNode().put("arguments", JSON.writeValueAsString(inner)).put("plain", planted.text());
        JsonNode redacted = redactor.redact((JsonNode) record).value();
        JsonNode reread = JSON.readTree(redacted.path("arguments").stringValue());
        assertThat(reread.propertyNames()).containsExactlyElementsOf(inner.propertyNames());
        assertThat(reread.path("numbers")).isEqualTo(inner.path("numbers"));
        assertThat(reread.path("note").stringValue()).isEqualTo(redacted.path("plain").stringValue());
    }

    @Property(tries = 300)
    void anyTextSurvivesAndOffsetsStayInside(@ForAll String text) {
        for (Finding finding : redactor.redact(text).findings()) {
            assertThat(finding.start()).isBetween(0, finding.end());
            assertThat(finding.end()).isLessThanOrEqualTo(text.codePointCount(0, text.length()));
        }
    }

    private static String value(String text, Finding finding) {
        return text.substring(text.offsetByCodePoints(0, finding.start()), text.offsetByCodePoints(0, finding.end()));
    }
}
