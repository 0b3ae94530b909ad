package dev.downshift.engine.traces;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downshift.engine.traces.LlmCall.CallError;
import dev.downshift.engine.traces.LlmCall.Position;
import dev.downshift.engine.traces.LlmCall.Usage;
import dev.downshift.engine.traces.Message.Attachment;
import dev.downshift.engine.traces.Message.Role;
import dev.downshift.engine.traces.Message.ToolCall;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

class ReadingPropertiesTest {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    @Property(tries = 300)
    void whatWasWrittenIsReadBack(@ForAll("calls") LlmCall call) {
        String text = CanonicalJson.text(call);

        assertThat(CanonicalReader.call(text)).isEqualTo(call);
        assertThat(CanonicalJson.text(CanonicalReader.call(text))).isEqualTo(text);
    }

    @Property(tries = 100)
    void keysInAnotherOrderGiveTheSameText(@ForAll("calls") LlmCall call, @ForAll Random random) {
        List<Map.Entry<String, JsonNode>> entries = new java.util.ArrayList<>(call.metadata().entrySet());
        java.util.Collections.shuffle(entries, random);
        var one = NODES.objectNode();
        var other = NODES.objectNode();
        entries.forEach(entry -> one.set(entry.getKey(), entry.getValue()));
        call.metadata().forEach(other::set);

        assertThat(CanonicalJson.text(one)).isEqualTo(CanonicalJson.text(other));
    }

    @Property(tries = 300)
    void liveMessagesSurviveTheWayThroughOpenAisForm(@ForAll("messages") Message message) {
        if (message.attachments().isEmpty() && message.content() != null) {
            assertThat(OpenAiMessages.read(Fields.of(OpenAiJson.message(message), "message"), new Unread("message"))).isEqualTo(message);
        }
    }

    @Property(tries = 300)
    void noBytesBreakTheReader(@ForAll byte[] bytes) {
        CollectingSink sink = CollectingSink.read(bytes);

        assertThat(sink.rejected.size() + sink.calls.size()).isPositive();
    }

    @Property(tries = 200)
    void noTextOfJsonsOwnCharactersBreaksTheReader(@ForAll("jsonLike") String text) {
        CollectingSink sink = CollectingSink.read(text);

        assertThat(sink.rejected.size() + sink.calls.size()).isPositive();
        assertThat(sink.rejected).allSatisfy(rejected -> assertThat(rejected.reason()).isNotBlank());
    }

    @Property(tries = 15)
    void aRestartAtAnyRecordGivesTheRestAndNothingElse(@ForAll Random random) {
        List<BadFiles.BadFile> files = BadFiles.twoHundred(random.nextLong());
        byte[] bytes = files.get(random.nextInt(files.size())).bytes();
        TraceReader reader = TraceReader.withRecordLimit(BadFiles.RECORD_LIMIT, CollectingSink.RECEIVED_AT);
        CollectingSink whole = CollectingSink.read(reader, new ByteArrayInputStream(bytes), 0);
        long restart = random.nextLong(whole.records + 1);

        CollectingSink rest = CollectingSink.read(reader, new ByteArrayInputStream(bytes), restart);

        assertThat(rest.calls).isEqualTo(whole.calls.stream().filter(call -> call.position().record() >= restart).toList());
        assertThat(rest.rejected).isEqualTo(whole.rejected.stream().filter(rejected -> rejected.record() >= restart).toList());
    }

    @Property(tries = 100)
    void positionsPointAtTheRecords(@ForAll Random random) {
        List<String> records = BadFiles.goodRecords();
        String file = records.stream().map(record -> " ".repeat(random.nextInt(3)) + record + "\n".repeat(1 + random.nextInt(3)))
                .collect(Collectors.joining());
        byte[] bytes = file.getBytes(StandardCharsets.UTF_8);

        CollectingSink sink = CollectingSink.read(bytes);

        assertThat(sink.calls).hasSameSizeAs(records).allSatisfy(call -> {
            int offset = (int) call.position().byteOffset();
            String before = new String(bytes, 0, offset, StandardCharsets.UTF_8);
            assertThat(before.lines().count() + 1).isEqualTo(call.position().line());
            assertThat(new String(bytes, offset, 40, StandardCharsets.UTF_8)).contains("{\"timestamp\": " + (1_700_000_000 + call.position().record()));
        });
    }

    @Provide
    Arbitrary<String> jsonLike() {
        return Arbitraries.of("{", "}", "[", "]", "\"", ",", ":", "\n", " ", "\\", "1", "null", "\"messages\"", "\"role\"", "\"user\"",
                        "\"assistant\"", "\"content\"", "\"request\"", "\"response\"", "{\"role\":\"user\",\"content\":\"x\"}")
                .list().ofMaxSize(60).map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<Message> messages() {
        Arbitrary<List<ToolCall>> toolCalls = Combinators.combine(texts().ofMinLength(1).injectNull(0.2), texts(), texts()).as(ToolCall::new).list().ofMaxSize(2);
        Arbitrary<List<Attachment>> attachments = Combinators.combine(texts(), texts()).as(Attachment::new).list().ofMaxSize(1);
        return Combinators.combine(Arbitraries.of(Role.class), texts().injectNull(0.5), texts().injectNull(0.1), toolCalls,
                texts().ofMinLength(1).injectNull(0.5), attachments).as(Message::new);
    }

    @Provide
    Arbitrary<LlmCall> calls() {
        Arbitrary<Position> positions = Combinators.combine(Arbitraries.longs().greaterOrEqual(0), Arbitraries.integers().between(0, 9)).as(
                (record, index) -> new Position(record, index, record, record));
        Arbitrary<Usage> usages = Arbitraries.integers().between(0, 1_000_000).map(count -> new Usage(count, count / 2, count / 3));
        Arbitrary<CallError> errors = texts().map(text -> new CallError(text.length() % 2 == 0 ? null : 500, null, text));
        Arbitrary<Map<String, JsonNode>> fields = Arbitraries.maps(texts(), json()).ofMaxSize(4);
        return Combinators.combine(positions, messages().list().ofMinSize(1).ofMaxSize(4), messages().injectNull(0.2), usages.injectNull(0.3),
                        errors.injectNull(0.8), fields, Arbitraries.longs().between(0, 4_000_000_000_000L), texts().injectNull(0.3))
                .as((position, prompt, answer, usage, error, metadata, number, text) -> new LlmCall(position, text, text,
                        number % 3 == 0 ? null : Instant.ofEpochSecond(number / 1_000, number % 1_000), text, prompt,
                        List.copyOf(metadata.values()), metadata, answer, text, usage, number % 2 == 0 ? null : Duration.ofNanos(number), error, metadata));
    }

    private static net.jqwik.api.arbitraries.StringArbitrary texts() {
        return Arbitraries.strings().withCharRange('\u0000', '\u00ff').withChars("\"\\/{}[]\u2028\u4f60").ofMaxLength(12);
    }

    private static Arbitrary<JsonNode> json() {
        return Arbitraries.oneOf(
                texts().map(NODES::stringNode), Arbitraries.integers().map(NODES::numberNode), Arbitraries.of(true, false).map(NODES::booleanNode),
                texts().list().ofMaxSize(3).map(list -> {
                    var array = NODES.arrayNode();
                    list.forEach(array::add);
                    return array;
                }));
    }
}
