package dev.downshift.engine.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xml.sax.InputSource;
import tools.jackson.databind.json.JsonMapper;

/** Values in tables, markup and JSON inside prose are found by the names of their columns, elements and members, and what was valid stays so. */
class StructuresTest {

    private final Redactor redactor = Redactor.with(RedactionPolicy.standard(), RedactorTest.key(1));
    private final Redactor tags = Redactor.with(RedactionPolicy.standard().with(FindingType.PERSON, RedactionPolicy.Mode.TAG), RedactorTest.key(1));

    @ParameterizedTest
    @ValueSource(strings = {
        "Look at this:\n```csv\nid,customer_name,city\n7,Xanthor Blivek,Paris\n8,\"Quib, Zorvan\",Rome\n```\nWho is it?",
        "Look at this:\n\ncustomer_name;plan;email\nXanthor Blivek;pro;x@corp.com\nZorvan Quib;free;z@corp.com\n\nWho is it?",
        "| Customer Name | Plan |\n|:--|---|\n| Xanthor Blivek | pro |\n| Zorvan Quib | free |\n\nWho is it?",
        "Name | Phone\n--- | ---\nXanthor Blivek | 415-682-3344\nZorvan Quib | 415-682-3345",
        "<patients><patient id=\"p1\">Xanthor Blivek</patient><patient>Zorvan Quib</patient></patients>",
        "<patient><name>Xanthor Blivek</name></patient> and <customer name='Zorvan Quib'/> <contact>Zorvan Quib</contact>",
        "<table><tr><th>Name</th><th>E-Mail</th></tr><tr><td>Xanthor Blivek</td><td>x@corp.com</td></tr><tr><td>Zorvan Quib</td><td>z@corp.com</td></tr></table>",
        "<input name=\"first_name\" value=\"Xanthor\"> <input name=\"last_name\" value=\"Blivek\"/><br><field name=\"customer_name\">Zorvan Quib</field>",
        "The record is {\"customer\": {\"name\": \"Xanthor Blivek\"}, \"n\": 1.50} and\n```json\n[{\"patient\": \"Zorvan Quib\"}]\n```\nthat is all.",
        "They are {\n \"patient\": \"Xanthor Blivek\"\n}, {\n \"patient\": \"Zorvan Quib\"\n}, {\"recipient\": \"Zorvan Quib\"}\nall.",
        "| Name | Email | Note |\n|---|---|---|\n| Xanthor Blivek | x@corp.com | {\"recipient\": \"Zorvan Quib\"} |"})
    void namesInNoListAreFoundByColumnAndElement(String text) {
        Redacted<String> redacted = redactor.redact(text);
        assertThat(redacted.value()).doesNotContain("Xanthor").doesNotContain("Blivek").doesNotContain("Zorvan").doesNotContain("Quib").doesNotContain("@corp");
        assertThat(redacted.value().replaceAll("[\\p{L}\\d.]+", "w")).isEqualTo(text.replaceAll("[\\p{L}\\d.]+", "w"));
        assertThat(redactor.redact(redacted.value())).isEqualTo(new Redacted<>(redacted.value(), List.of()));
        for (Finding finding : redacted.findings()) {
            assertThat(text.substring(finding.start(), finding.end())).matches("[\\p{L}, ]+|\\w+@corp.com|[\\d-]+");
        }
    }

    @Test
    void whatWasValidStaysValid() throws Exception {
        String xml = "<order>\n<customer>Xanthor O&apos;Blivek &amp; Sons</customer><note>call me, Jane Kowalczyk, at <b>jane.k@corp.com</b> &lt;home&gt;</note><patient><![CDATA[Zorvan Quib]]></patient></order>";
        for (Redactor each : List.of(redactor, tags)) {
            String redacted = each.redact(xml).value();
            assertThat(redacted).doesNotContain("Kowalczyk").doesNotContain("jane.k");
            String note = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(redacted))).getElementsByTagName("note").item(0).getTextContent();
            assertThat(note).startsWith("call me, ").endsWith("<home>");
        }
        String csv = "customer_name,comment\n\"Blivek, \"\"Xan\"\" Thor\",\"write, please, to jane.k@corp.com\"\n";
        assertThat(redactor.redact(csv).value()).startsWith("customer_name,comment\n\"").endsWith("\"\n").doesNotContain("jane.k").contains("\",\"write, please, to ");
    }

    @Test
    void inlineTagsDoNotHideWhatStandsAround() {
        String redacted = redactor.redact("<p>My name is <b>Jane Kowalczyk</b>, I live at 221 Baker Street<br>Springfield, IL 62704</p>").value();
        assertThat(redacted).doesNotContain("Kowalczyk").doesNotContain("Baker").doesNotContain("62704").startsWith("<p>My name is <b>").contains("</b>, I live at ").contains("<br>").endsWith("</p>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Write to <Jane Kowalczyk> please", "List<Jane> x; Jane Kowalczyk wrote it", "a < b and Jane Kowalczyk > c", "</b> <i Jane Kowalczyk", "{\"a\": Jane Kowalczyk", "| Jane Kowalczyk |\n|---", "name, email, phone\nJane Kowalczyk",
        "Hello Jane Kowalczyk, name, phone\nJane Kowalczyk, b, c"})
    void whatOnlyLooksLikeAStructureIsReadAsText(String text) {
        assertThat(redactor.redact(text).value()).doesNotContain("Kowalczyk");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":", "[{\"a\":", "[\"", "{\"", "<a b=\"", "<a b='", "<a ", "</a>", "<a>", "<a><b></a>", "name,id\n\"", "name,id\na,b\n", "a|b\n-|-\n", "|---|\n", "```csv\n", "```\n{\"", "&amp;<b>", "<td>x</td>", "{\"a\":\"", "&#", "<x/>", "[\"aa\",", "<b>x</b>"})
    @Timeout(60)
    void longRepetitionIsLinear(String piece) {
        assertThat(redactor.redact(piece.repeat(100_000 / piece.length())).value()).isNotEmpty();
        assertThatTimeIsLinear(length -> piece.repeat(length / piece.length()));
    }

    @Test
    @Timeout(60)
    void manyValuesAreReadInLinearTime() {
        assertThatTimeIsLinear(length -> "[" + "\"aa\",".repeat(length / 5 - 4) + "1]");
        assertThatTimeIsLinear(length -> "so [" + "\"aa\",".repeat(length / 5 - 4) + "1] it");
    }

    /** A text four times as long takes four times as long to read, not sixteen; short times say nothing. */
    private static void assertThatTimeIsLinear(IntFunction<String> text) {
        long some = nanosecondsToRead(text.apply(1_000_000));
        long more = nanosecondsToRead(text.apply(4_000_000));
        assertThat(more).isLessThan(10 * some + 1_000_000_000);
    }

    private static long nanosecondsToRead(String text) {
        long start = System.nanoTime();
        int read = 0;
        List<Leaf> whole = JsonText.looksLikeJson(text) ? JsonText.leaves(text, "", false) : null;
        Structures structures = whole == null ? Structures.in(text) : null;
        for (Leaf leaf : whole != null ? whole : structures != null ? structures.leaves() : List.<Leaf>of()) {
            read += leaf.syntax().decoded(text, leaf.start(), leaf.end()).text().length();
        }
        assertThat(read).isLessThanOrEqualTo(text.length());
        return System.nanoTime() - start;
    }

    @Test
    void mutatedStructuresBreakNothing() {
        List<String> seeds = List.of("```csv\nid,name,email\n1,\"Doe, Jane\",j@corp.com\n```", "| Name | Phone |\n|---|---|\n| Jane \\| Doe | 415-682-3344 |", "<a name='x'>&amp;<b>Jane Doe</b></a><br/>",
                "so {\"customer\":{\"name\":\"Jane \\u00e9 \\\"Doe\"},\"n\":[1,4156823344]} it", "<td>{\"patient\":\"Jane Doe\"}</td>", "name\tphone\nJane Doe\t+1 415 682 3344\n");
        Random random = new Random(7);
        for (int round = 0; round < 10_000; round++) {
            StringBuilder text = new StringBuilder(seeds.get(random.nextInt(seeds.size()))).append('\n').append(seeds.get(random.nextInt(seeds.size())));
            for (int change = random.nextInt(6); change > 0; change--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.deleteCharAt(at);
                    case 1 -> text.setCharAt(at, "<>&\"'|,;\t\n\f{}[]\\/`~\ud83d".charAt(random.nextInt(20)));
                    case 2 -> text.insert(at, text.substring(at, Math.min(text.length(), at + random.nextInt(12))));
                    default -> throw new IllegalStateException();
                }
            }
            String value = text.toString();
            Redacted<String> once = redactor.redact(value);
            int end = 0;
            for (Finding finding : once.findings()) {
                assertThat(finding.start()).as(value).isGreaterThanOrEqualTo(end);
                end = finding.end();
            }
            assertThat(end).as(value).isLessThanOrEqualTo(value.codePointCount(0, value.length()));
        }
    }

    @Test
    void jsonAmongProseStillParses() {
        JsonMapper json = JsonMapper.shared();
        String redacted = redactor.redact("Result: {\"email\": \"jane.k@corp.com\", \"phone\": 4156823344} (done)").value();
        String inner = redacted.substring(8, redacted.length() - 7);
        assertThat(json.readTree(inner).path("phone").isIntegralNumber()).isTrue();
        assertThat(redacted).doesNotContain("4156823344").doesNotContain("jane");
    }
}
