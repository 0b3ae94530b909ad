package dev.downshift.engine.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RedactorTest {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Redactor redactor = Redactor.with(RedactionPolicy.standard(), key(1));
    private final Redactor other = Redactor.with(RedactionPolicy.standard(), key(2));

    static byte[] key(int fill) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) fill);
        return key;
    }

    @Test
    void findsTheTypesInProse() {
        String text = """
                Dear Mrs. Whitfield, my name is Jane Kowalczyk. Write to jane.kowalczyk@acme-corp.com or call (415) 682-3344.
                My card is 4539 1488 0343 6467, my account DE89 3704 0044 0532 0130 00, I log in from 81.2.69.142
                and from 2a02:26f7:c1::9a3b. SSN 536-22-8921. I live at 221 Baker Street. Key AKIAQ3EGR7JWZ5XKUL2A,
                database postgres://admin:s3cr3tpw@db.corp.net:5432/app""";
        Redacted<String> redacted = redactor.redact(text);
        assertThat(redacted.findings()).extracting(Finding::type).containsExactly(FindingType.PERSON, FindingType.PERSON, FindingType.EMAIL_ADDRESS,
                FindingType.PHONE_NUMBER, FindingType.CREDIT_CARD, FindingType.IBAN, FindingType.IP_ADDRESS, FindingType.IP_ADDRESS, FindingType.US_SSN,
                FindingType.STREET_ADDRESS, FindingType.SECRET, FindingType.URL_CREDENTIALS);
        for (String value : List.of("Whitfield", "Kowalczyk", "jane.", "acme", "682-3344", "4539", "0532", "81.2.69", "2a02", "8921", "Baker", "Q3EGR", "s3cr3t")) {
            assertThat(redacted.value()).doesNotContain(value);
        }
        assertThat(redactor.redact(redacted.value())).isEqualTo(new Redacted<>(redacted.value(), List.of()));
    }

    @Test
    void surrogatesAreValidThemselves() {
        String card = redactor.redact("pay with 4539 1488 0343 6467 now").value().substring(9, 28);
        assertThat(card).matches("4\\d{3} \\d{4} \\d{4} \\d{4}").satisfies(c -> assertThat(Checks.luhn(c.replace(" ", ""))).isTrue());
        String iban = redactor.redact("GB33BUKB20201555555555").value();
        assertThat(iban).matches("GB\\d{2}XXXX\\d{14}").satisfies(i -> assertThat(Checks.mod97(i)).isTrue());
        assertThat(redactor.redact("call +1 415 682 3344 or 415-682-3344").value()).containsPattern("\\+1 \\d{3} 555 01\\d\\d or \\d{3}-555-01\\d\\d");
        assertThat(redactor.redact("jane@corp.com").value()).matches("[a-z]+@[a-z]+\\.example\\.(com|org|net)");
    }

    @Test
    void spellingsOfOneNameAgree() {
        String surrogate = redactor.redact("My name is Jane Kowalczyk").value().substring(11);
        String[] words = surrogate.split(" ", -1);
        assertThat(redactor.redact("My name is JANE KOWALCZYK").value()).endsWith(surrogate.toUpperCase(Locale.ROOT));
        assertThat(redactor.redact("jane.kowalczyk@corp.com").value()).startsWith((words[0] + "." + words[1]).toLowerCase(Locale.ROOT) + "@");
        assertThat(redactor.redact(JSON.readTree("{\"last_name\":\"Kowalczyk\"}")).value().path("last_name").stringValue()).isEqualTo(words[1]);
    }

    @Test
    void anotherKeyGivesOtherSurrogates() {
        String text = "I am Jane Kowalczyk, jane.k@corp.com, 4539148803436467, 10.44.3.2";
        assertThat(redactor.redact(text).value().split(", ", -1)).doesNotContain(other.redact(text).value().split(", ", -1));
    }

    @Test
    void whatAnotherKeyRedactedStaysAsItIs() {
        String text = "I am Jane Kowalczyk, jane.k@corp.com, 4539 1488 0343 6467, DE89 3704 0044 0532 0130 00, 81.2.69.142, 2a02:26f7:c1:1:2:3:4:9a3b, +1 415 682 3344, SSN 536-22-8921,"
                + " key AKIAQ3EGR7JWZ5XKUL2A, postgres://admin:s3cr3tpw@db.corp.net:5432/app, mac 3c:22:fb:12:9a:4e";
        Redacted<String> once = redactor.redact(text);
        assertThat(once.findings()).hasSizeGreaterThan(9);
        assertThat(other.redact(once.value())).isEqualTo(new Redacted<>(once.value(), List.of()));
    }

    @Test
    void jsonThatIsValidButOddStaysAsItIsAroundItsValues() {
        String odd = "{\"email\":\"jane.k@corp.com\",\"email\":\"zoe.k@corp.com\",\"n\":1e999999,\"m\":123456789012345678901234567890123456789012345678901234567890,\"s\":\"\\ud83d bob.k@corp.com\"}";
        String redacted = redactor.redact(odd).value();
        assertThat(redacted).doesNotContain("corp.com").contains("\"n\":1e999999,\"m\":123456789012345678901234567890123456789012345678901234567890,\"s\":\"\\ud83d ");
        assertThat(redactor.redact("\ud83d jane.k@corp.com e\u0301\u0301 \udc00").value()).startsWith("\ud83d ").endsWith(" e\u0301\u0301 \udc00").doesNotContain("corp.com");
    }

    @Test
    void looksIntoStringifiedJsonAndKeepsItsText() {
        String arguments = "{ \"customer_name\" : \"Zo\\u00eb Kowalczyk\", \"n\": 1.50, \"phone\": 4156823344, \"inner\": \"{\\\"email\\\":\\\"z.k@corp.com\\\"}\" }";
        Redacted<String> redacted = redactor.redact(arguments);
        JsonNode tree = JSON.readTree(redacted.value());
        assertThat(redacted.value()).startsWith("{ \"customer_name\" : \"").contains("\"n\": 1.50");
        assertThat(tree.path("phone").isIntegralNumber()).isTrue();
        assertThat(tree.path("phone").asString()).hasSize(10).isNotEqualTo("4156823344");
        assertThat(JSON.readTree(tree.path("inner").stringValue()).path("email").stringValue()).endsWith(".example." + tree.path("inner").stringValue().replaceAll(".*\\.(\\w+)\"}", "$1"));
        assertThat(redacted.findings()).extracting(f -> arguments.substring(f.start(), f.end()))
                .containsExactly("Zo\\u00eb Kowalczyk", "4156823344", "z.k@corp.com");
    }

    @Test
    void offsetsAreCodePointsOfTheDecodedString() {
        JsonNode record = JSON.readTree("{\"request\":{\"messages\":[{\"role\":\"user\",\"content\":\"😀😀 mail a.b@corp.com\"}]}}");
        Redacted<JsonNode> redacted = redactor.redact(record);
        assertThat(redacted.findings()).containsExactly(
                new Finding("/request/messages/0/content", 8, 20, FindingType.EMAIL_ADDRESS, "email", 0.99));
    }

    @Test
    void structureStays() {
        JsonNode record = JSON.readTree("""
                {"model":"gpt-4o","tools":[{"type":"function","function":{"name":"Jane","parameters":{"properties":{"city":{"enum":["Jane Smith"]}}}}}],
                 "messages":[{"role":"assistant","tool_calls":[{"id":"call_1","function":{"name":"find_user","arguments":"{\\"id\\":\\"u1\\"}"}}]}]}""");
        assertThat(redactor.redact(record).value()).isSameAs(record);
    }

    @Test
    void templateTextIsNotTakenForNames() {
        for (String text : List.of("You are a helpful assistant for Acme Support. Today is Monday, May 20 2024 in San Francisco.",
                "Use Python and JavaScript. The Airline Agent Policy allows Basic Economy and Gift Card refunds.",
                "Hello World. Dear Customer, Thank You. Best Regards, The Support Team", "## Task\nWrite a Snake Game with Pygame. New York to Seattle at 10:30:15",
                "version 1.2.3.4, total 1234567.89 on 2024-05-20 10:00:00, order 1234567890123")) {
            assertThat(redactor.redact(text).findings()).as(text).isEmpty();
        }
    }

    @Test
    void modesOfThePolicy() {
        RedactionPolicy policy = RedactionPolicy.standard().with(FindingType.EMAIL_ADDRESS, RedactionPolicy.Mode.TAG)
                .with(FindingType.IP_ADDRESS, RedactionPolicy.Mode.MASK).with(FindingType.CREDIT_CARD, RedactionPolicy.Mode.KEEP);
        assertThat(Redactor.with(policy, key(1)).redact("a.b@corp.com 81.2.69.142 4539148803436467").value())
                .isEqualTo("<EMAIL_ADDRESS_1> 00.0.00.000 4539148803436467");
    }
}
