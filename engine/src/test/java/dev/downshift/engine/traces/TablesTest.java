package dev.downshift.engine.traces;

import static dev.downshift.engine.traces.Packed.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TablesTest {

    private static final String MESSAGES = "\"[{\"\"role\"\": \"\"user\"\", \"\"content\"\": \"\"Hi\"\"}, {\"\"role\"\": \"\"assistant\"\", \"\"content\"\": \"\"Ho\"\"}]\"";

    static Stream<Arguments> tables() {
        return Stream.of(
                Arguments.of("commas", "prompt,response\nHi,Ho\n"),
                Arguments.of("CRLF and no last line end", "prompt,response\r\nHi,Ho"),
                Arguments.of("a byte order mark", "\ufeffprompt,response\nHi,Ho\n"),
                Arguments.of("semicolons", "prompt;completion\nHi;Ho\n"),
                Arguments.of("tabs", "input\toutput\tnote\nHi\tHo\ta,b;c\n"),
                Arguments.of("quoted names in capitals", "\"Prompt\",\"Response\"\n\"Hi\",\"Ho\"\n"),
                Arguments.of("an index without a name", ",messages\n0," + MESSAGES + "\n"),
                Arguments.of("one column", "messages\n" + MESSAGES + "\n"),
                Arguments.of("bodies", "request,response\n\"{\"\"messages\"\": [{\"\"role\"\": \"\"user\"\", \"\"content\"\": \"\"Hi\"\"}]}\",Ho\n"),
                Arguments.of("blank lines", "prompt,response\n\nHi,Ho\n\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tables")
    void aTableGivesACallForEachRow(String name, String table) {
        LlmCall call = single(table);

        assertThat(call.messages()).as(name).containsExactly(Message.of(Message.Role.USER, "Hi"));
        assertThat(Objects.requireNonNull(call.response()).content()).isEqualTo("Ho");
    }

    @Test
    void cellsWithJsonNumbersAndTruthBecomeJsonAndTextsAndIdentifiersStay() {
        LlmCall call = single("prompt,output,latency_ms,usage.total,user_id,flag,labels[0],metadata\n42,\"{\"\"a\"\":  1}\",12.5,7,0042,true,\"[1, 2]\",\"{\"\"run\"\": \"\"r-1\"\"}\"\n");

        assertThat(call.messages().getFirst().content()).isEqualTo("42");
        assertThat(Objects.requireNonNull(call.response()).content()).isEqualTo("{\"a\":  1}");
        assertThat(call.conversation()).isEqualTo("r-1");
        assertThat(Objects.requireNonNull(call.latency()).toNanos()).isEqualTo(12_500_000);
        assertThat(CanonicalJson.text(call.metadata())).isEqualTo("{\"flag\":true,\"labels[0]\":[1,2],\"run\":\"r-1\",\"usage.total\":7,\"user_id\":\"0042\"}");
    }

    @Test
    void aRowIsFoundByItsLineAndByte() {
        CollectingSink sink = Readings.of(bytes("prompt,response\n\"Hi\nthere, you\",Ho\nWhat,now\n"));

        assertThat(sink.calls.getFirst().messages().getFirst().content()).isEqualTo("Hi\nthere, you");
        assertThat(sink.calls.getFirst().position()).isEqualTo(new LlmCall.Position(0, 0, 2, 16));
        assertThat(sink.calls.getLast().position()).isEqualTo(new LlmCall.Position(1, 0, 4, 35));
    }

    @Test
    void aRaggedRowIsToldAndTheOthersStay() {
        CollectingSink sink = Readings.of(bytes("prompt,response\na,b\na,b,c\na\na,b\n"));

        assertThat(sink.calls).hasSize(2);
        assertThat(Readings.reasons(sink)).containsExactly("The row has 3 cells, and the header row 2", "The row has 1 cells, and the header row 2");
        assertThat(sink.rejected).extracting(RejectedRecord::line).containsExactly(3L, 4L);
    }

    @Test
    void anUnclosedQuoteCostsOneRow() {
        for (String broken : new String[] {"a,\"b", "a,\"b\" c"}) {
            CollectingSink sink = Readings.of(bytes("prompt,response\n1,x\n" + broken + "\n2,y\n3,\"z\"\n4,v\n"));
            assertThat(sink.calls).as(broken).extracting(call -> call.messages().getFirst().content()).containsExactly("1", "2", "3", "4");
            assertThat(sink.rejected).singleElement().satisfies(rejected -> {
                assertThat(rejected.reason()).contains("quoted cell");
                assertThat(rejected.line()).isEqualTo(3);
            });
        }
    }

    @Test
    void whatCannotBeACallSaysWhichColumnsAreNeeded() {
        CollectingSink sink = Readings.of(bytes("question,stars\nWhy?,5\n"));

        assertThat(sink.rejected).singleElement().satisfies(rejected -> assertThat(rejected.remedy()).contains("\"messages\"", "\"prompt\"", "\"response\""));
    }

    @Test
    void badTablesSayWhy() {
        assertThat(Readings.reasons(Readings.of(bytes("prompt,response\n")))).containsExactly("The table has a header row and no other");
        assertThat(Readings.reasons(Readings.of(bytes("prompt,note,note\na,b,c\nd,e,f\n")))).containsExactly("The header row names column 3 like one before it");
        assertThat(Readings.reasons(Readings.of(bytes("messages,n\n\"[{'role': 'user', 'content': 'Hi'}]\",1\n")))).containsExactly("Column \"messages\" holds a list as Python prints it, which is not JSON");
        assertThat(Readings.reasons(Readings.of(bytes("messages,n\n\"[{\"\"role\"\": \",1\n")))).containsExactly("Column \"messages\" holds JSON that is broken");
    }

    @Test
    void aTableThatIsCutOffKeepsItsRows() {
        StringBuilder table = new StringBuilder("prompt,response\n");
        new java.util.Random(7).ints(400, 0, 1 << 30).forEach(number -> table.append("\"Question\n").append(number).append("\",\"It is \"\"so\"\"\"\n"));
        byte[] packed = Packed.zstd(bytes(table.toString()));
        for (int cut = 1; cut <= 50; cut++) {
            CollectingSink sink = Readings.of(java.util.Arrays.copyOf(packed, packed.length * cut / 51));
            assertThat(sink.rejected).last().satisfies(rejected -> assertThat(rejected.reason()).contains("cut off"));
            assertThat(sink.calls).allSatisfy(call -> assertThat(Objects.requireNonNull(call.response()).content()).isEqualTo("It is \"so\""));
        }
    }

    @Test
    void aFileOfJsonLinesBehindAStrayLineIsNoTable() {
        CollectingSink sink = Readings.of(bytes("generated, today\n" + BadFiles.goodRecords().getFirst() + "\n"));

        assertThat(sink.calls).hasSize(1);
        assertThat(sink.rejected).hasSize(1);
    }

    private static LlmCall single(String table) {
        CollectingSink sink = Readings.of(bytes(table));
        assertThat(sink.rejected).isEmpty();
        assertThat(sink.calls).hasSize(1);
        return sink.calls.getFirst();
    }
}
