package dev.downshift.engine.traces;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downshift.engine.traces.LlmCall.CallError;
import dev.downshift.engine.traces.LlmCall.Position;
import dev.downshift.engine.traces.LlmCall.Usage;
import dev.downshift.engine.traces.Message.Attachment;
import dev.downshift.engine.traces.Message.Role;
import dev.downshift.engine.traces.Message.ToolCall;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Any call that a reader can give is the same after it was written and read. */
class WritingPropertiesTest {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Position NOWHERE = new Position(0, 0, 1, 0);
    private static final List<String> NAMES = List.of("temperature", "stop", "n", "model", "messages", "tools", "prompt", "response", "request", "requested_model",
            "metadata", "trace_id", "span_id", "run_id", "service", "instrumentation", "span_name", "downshift", "export", "error", "file", "max_completion_tokens",
            "gen_ai.request.model", "id", "usage");

    @Property(tries = 150)
    void everyFormatGivesTheCallsBack(@ForAll("calls") List<LlmCall> calls) {
        for (ExportFormat format : ExportFormat.values()) {
            CollectingSink sink = CollectingSink.read(Exports.of(format, calls));

            assertThat(sink.rejected).as(format.name()).isEmpty();
            assertThat(sink.calls).as(format.name()).extracting(Exports::text).containsExactlyElementsOf(calls.stream().map(Exports::text).toList());
        }
    }

    @Provide
    Arbitrary<List<LlmCall>> calls() {
        Arbitrary<LlmCall> named = Combinators.combine(texts().injectNull(0.3), texts().filter(text -> !text.isEmpty()).injectNull(0.3), times().injectNull(0.2), texts().injectNull(0.2),
                messages().list().ofMinSize(1).ofMaxSize(4), json().filter(JsonNode::isObject).list().ofMaxSize(2), fields(), messages().injectNull(0.2)).as(Asked::new)
                .flatMap(asked -> Combinators.combine(texts().injectNull(0.3), usages().injectNull(0.3), Arbitraries.longs().between(0, 100_000_000_000L).injectNull(0.3),
                        errors().injectNull(0.7), fields()).as((finish, usage, latency, error, metadata) -> new LlmCall(NOWHERE, asked.id, asked.conversation, asked.at,
                                asked.model, asked.prompt, asked.tools, asked.parameters, asked.answer, finish, usage,
                                latency == null ? null : Duration.ofNanos(latency), error, metadata)));
        return named.list().ofMinSize(1).ofMaxSize(3);
    }

    private record Asked(@Nullable String id, @Nullable String conversation, @Nullable Instant at, @Nullable String model, List<Message> prompt,
            List<JsonNode> tools, Map<String, JsonNode> parameters, @Nullable Message answer) {}

    private static Arbitrary<Instant> times() {
        return Combinators.combine(Arbitraries.longs().between(1_420_070_400, 1_780_000_000), Arbitraries.of(0L, 1L, 1_000L, 250_000_000L, 999_999_999L))
                .as(Instant::ofEpochSecond);
    }

    private static Arbitrary<Usage> usages() {
        return Combinators.combine(counts(), counts(), counts()).as(Usage::new);
    }

    private static Arbitrary<Integer> counts() {
        return Arbitraries.oneOf(Arbitraries.of(0, Integer.MAX_VALUE), Arbitraries.integers().between(0, 100_000));
    }

    private static Arbitrary<CallError> errors() {
        return Combinators.combine(Arbitraries.of(400, 429, 500, 0, 1_000).injectNull(0.3), texts().injectNull(0.4), texts()).as(CallError::new);
    }

    private static Arbitrary<Message> messages() {
        Arbitrary<List<ToolCall>> calls = Combinators.combine(texts().injectNull(0.2), texts(), arguments()).as(ToolCall::new).list().ofMaxSize(3);
        Arbitrary<List<Attachment>> attachments = Combinators.combine(Arbitraries.of("image_url", "input_audio", "file", "text", "thinking", "tool_call"), texts())
                .as(Attachment::new).list().ofMaxSize(2);
        return Combinators.combine(Arbitraries.of(Role.class), texts().injectNull(0.7), texts().injectNull(0.2), calls, texts().injectNull(0.5), attachments)
                .as(Message::new);
    }

    private static Arbitrary<String> arguments() {
        return Arbitraries.oneOf(texts(), Arbitraries.of("{\"a\":1}", "{\"a\": 1.0}", "{\"b\":2,\"a\":1e3}", "{", "[]", "null", ""));
    }

    private static Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.of("", " ", "0", "-1", "1e3", "true", "null", "{}", "[1]", "{\"a\":1}", "[{\"role\":\"user\"}]", "{'a': 1}", "data: {}", "2026-01-01", "\u0000", "\ufeff",
                        "\ud83d\ude00", "\u2028\u202e", "e\u0301", "a\r\nb\tc", "\\\"", "<|im_end|>", "00000000000000000000000000000000", "0af7651916cd43dd8448eb211c80319c"),
                Arbitraries.strings().withCharRange('\u0000', '\ud7ff').ofMaxLength(12));
    }

    private static Arbitrary<Map<String, JsonNode>> fields() {
        return Arbitraries.maps(Arbitraries.oneOf(Arbitraries.of(NAMES), texts()), json()).ofMaxSize(4);
    }

    private static Arbitrary<JsonNode> json() {
        return Arbitraries.lazyOf(
                () -> texts().map(NODES::stringNode),
                () -> Arbitraries.of("0", "-0.0", "1e300", "123456789012345678901234567890", "0.1", "1.0", "9007199254740993", "1E-320", "-9223372036854775808")
                        .map(number -> NODES.numberNode(new BigDecimal(number))),
                () -> Arbitraries.of(NODES.booleanNode(true), NODES.booleanNode(false), NODES.nullNode()),
                () -> json().list().ofMaxSize(2).map(list -> NODES.arrayNode().addAll(list)),
                () -> Arbitraries.maps(Arbitraries.oneOf(Arbitraries.of(NAMES), texts()), json()).ofMaxSize(3).map(map -> {
                    var object = NODES.objectNode();
                    map.forEach(object::set);
                    return object;
                }),
                () -> Arbitraries.of("f", "g").map(name -> {
                    var tool = NODES.objectNode().put("type", "function");
                    tool.putObject("function").put("name", name).putObject("parameters").put("type", "object");
                    return tool;
                }));
    }
}
