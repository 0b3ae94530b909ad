package dev.downshift.engine.traces;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What every writer keeps to, shown by the samples of all formats that are read. */
class WriterContractTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final CallNotes NOTES = new CallNotes("018f", new BigDecimal("0.0125"), 10, "task-7", "TRAIN", JSON.readTree("{\"to\":\"slm\"}"));

    @ParameterizedTest
    @EnumSource
    void theCallsOfEverySampleAreReadBackEqual(ExportFormat format) throws IOException {
        for (ReaderContractTest.Sample sample : ReaderContractTest.samples().toList()) {
            List<LlmCall> calls = CollectingSink.read(sample.bytes()).calls;

            CollectingSink sink = CollectingSink.read(Exports.of(format, calls));

            assertThat(sink.rejected).as(sample.toString()).isEmpty();
            assertThat(sink.calls).as(sample.toString()).extracting(Exports::text).containsExactlyElementsOf(calls.stream().map(Exports::text).toList());
        }
    }

    @ParameterizedTest
    @EnumSource
    void notesAreNotReadBack(ExportFormat format) throws IOException {
        List<LlmCall> calls = sampled();

        CollectingSink sink = CollectingSink.read(Exports.of(format, calls, NOTES));

        assertThat(sink.calls).extracting(Exports::text).containsExactlyElementsOf(calls.stream().map(Exports::text).toList());
    }

    @ParameterizedTest
    @EnumSource
    void equalCallsGiveEqualBytes(ExportFormat format) throws IOException {
        List<LlmCall> calls = sampled();
        List<LlmCall> again = calls.stream().map(call -> CanonicalReader.call(CanonicalJson.text(call))).toList();

        assertThat(Exports.of(format, calls, NOTES)).isEqualTo(Exports.of(format, again, NOTES));
    }

    @ParameterizedTest
    @EnumSource
    void aFileWithoutCallsHoldsNone(ExportFormat format) {
        byte[] file = Exports.of(format, List.of());

        assertThat(file.length == 0).isEqualTo(format != ExportFormat.PARQUET);
        assertThat(CollectingSink.read(file).calls).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"JSONL", "OTLP"})
    void aRecordOfAnotherVersionIsRejectedAndTheRestRead(ExportFormat format) throws IOException {
        LlmCall call = sampled().getFirst();
        String file = new String(Exports.of(format, List.of(call, call), NOTES), StandardCharsets.UTF_8);

        CollectingSink sink = CollectingSink.read(file.replaceFirst("(export\\\\?\"):1", "$1:2"));

        assertThat(sink.calls).hasSize(1);
        assertThat(sink.rejected).extracting(RejectedRecord::reason).containsExactly("The record was exported by another version of Downshift");
    }

    @Test
    void aUsualCallIsWholeByTheConventionsOfALog() throws IOException {
        LlmCall call = usual();

        String record = new String(Exports.of(ExportFormat.JSONL, List.of(call)), StandardCharsets.UTF_8);

        assertThat(record).doesNotContain(Remainder.FIELD).startsWith("{\"conversation_id\":\"run-0001\"");
    }

    @Test
    void aSpanFollowsTheConventions() throws IOException {
        JsonNode request = JSON.readTree(Exports.of(ExportFormat.OTLP, List.of(usual())));
        JsonNode span = request.path("resourceSpans").path(0).path("scopeSpans").path(0).path("spans").path(0);
        ObjectNode attributes = JSON.createObjectNode();
        span.path("attributes").forEach(attribute -> attributes.set(attribute.path("key").stringValue(), attribute.path("value")));

        assertThat(span.path("name").stringValue()).isEqualTo("chat gpt-4o-2024-08-06");
        assertThat(span.path("kind").intValue()).isEqualTo(3);
        assertThat(span.path("traceId").stringValue()).matches("[0-9a-f]{32}");
        assertThat(span.path("spanId").stringValue()).matches("[0-9a-f]{16}");
        assertThat(span.path("startTimeUnixNano").stringValue()).isEqualTo("1767225600000000000");
        assertThat(span.path("endTimeUnixNano").stringValue()).isEqualTo("1767225600412500000");
        assertThat(attributes.has("gen_ai.provider.name")).isTrue();
        assertThat(attributes.path("gen_ai.operation.name")).hasToString("{\"stringValue\":\"chat\"}");
        assertThat(attributes.path("gen_ai.request.temperature")).hasToString("{\"doubleValue\":0}");
        assertThat(attributes.path("gen_ai.usage.input_tokens")).hasToString("{\"intValue\":\"31\"}");
        assertThat(JSON.readTree(attributes.path("gen_ai.output.messages").path("stringValue").stringValue())).isEqualTo(JSON.readTree(
                "[{\"finish_reason\":\"stop\",\"parts\":[{\"content\":\"{\\\"queue\\\": \\\"delivery\\\"}\",\"type\":\"text\"}],\"role\":\"assistant\"}]"));
        assertThat(attributes.path(Remainder.ATTRIBUTE).path("stringValue").stringValue()).doesNotContain("messages", "finish_reason", "latency_ms", "usage");
    }

    @Test
    void theResultsOfToolsNeedNothingBesideTheConventions() {
        LlmCall call = CollectingSink.read("{\"messages\":[{\"role\":\"user\",\"content\":\"Weather?\"},"
                + "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"c1\",\"type\":\"function\",\"function\":{\"name\":\"weather\",\"arguments\":\"{\\\"city\\\": \\\"Rome\\\"}\"}}]},"
                + "{\"role\":\"tool\",\"tool_call_id\":\"c1\",\"name\":\"weather\",\"content\":\"{\\\"sky\\\": \\\"clear\\\"}\"},{\"role\":\"assistant\",\"content\":\"Clear.\"}]}").calls.getLast();

        String span = new String(Exports.of(ExportFormat.OTLP, List.of(call)), StandardCharsets.UTF_8);

        assertThat(span).contains("tool_call_response").doesNotContain("\\\"messages\\\":");
    }

    @Test
    void manyRowsAreWrittenInGroups() throws IOException {
        LlmCall large = CollectingSink.read("{\"prompt\":\"" + "long ".repeat(200_000) + "\",\"response\":\"ok\"}").calls.getFirst();
        List<LlmCall> calls = new ArrayList<>(Collections.nCopies(20, large));
        calls.add(usual());

        byte[] file = Exports.of(ExportFormat.PARQUET, calls);

        assertThat(file.length).isLessThan(100_000);
        assertThat(CollectingSink.read(file).calls).extracting(Exports::text).containsExactlyElementsOf(calls.stream().map(Exports::text).toList());
    }

    private static LlmCall usual() throws IOException {
        return sampled().stream().filter(call -> "chatcmpl-sample-1".equals(call.providerCallId())).findFirst().orElseThrow();
    }

    /** The calls of all samples. */
    static List<LlmCall> sampled() throws IOException {
        List<LlmCall> calls = new ArrayList<>();
        for (ReaderContractTest.Sample sample : ReaderContractTest.samples().toList()) {
            calls.addAll(CollectingSink.read(sample.bytes()).calls);
        }
        return calls;
    }
}
