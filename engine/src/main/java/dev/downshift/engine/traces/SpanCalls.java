package dev.downshift.engine.traces;

import dev.downshift.engine.traces.LlmCall.CallError;
import dev.downshift.engine.traces.LlmCall.Usage;
import dev.downshift.engine.traces.Message.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads spans of calls to models, whoever recorded them, by the semantic conventions for generative AI (current, deprecated) and by
 * OpenInference's. What an exporter writes in other words is renamed to one of these first.
 */
final class SpanCalls {

    private static final Set<String> MODEL_OPERATIONS = Set.of("chat", "text_completion", "generate_content", "completion");
    private static final Set<String> SAME_AGAIN = Set.of("input.value", "output.value", "input", "output", "input.mime_type", "output.mime_type");
    private static final String REQUEST = "gen_ai.request.";
    private static final String[] CONVERSATION = {"gen_ai.conversation.id", "session.id", "langfuse.session.id", "traceloop.association.properties.session_id"};
    /** How a recorded body begins that names its response. */
    private static final Pattern RESPONSE_ID = Pattern.compile("\\{\\s*\"id\"\\s*:\\s*\"([^\"\\\\]{1,200})\"");

    private final RecordReader.Place place;
    private final Times times;
    private final List<LlmCall> calls = new ArrayList<>();
    private boolean withoutMessages;

    SpanCalls(RecordReader.Place place, Times times) {
        this.place = place;
        this.times = times;
    }

    /** Adds the call of a span, which is written as in OTLP's JSON; {@code around} is what its surroundings say of it. */
    void add(JsonNode span, SpanAttributes attributes, Map<String, JsonNode> around) {
        SpanAttributes conventional = LangfuseSpan.kind(attributes).isEmpty() ? SpanDialects.renamed(attributes) : LangfuseSpan.renamed(attributes);
        LlmCall.Position position = place.call(calls.size());
        String remainder = conventional.takeText(Remainder.ATTRIBUTE);
        LlmCall call = remainder == null ? call(span, conventional, around, position, times)
                : Remainder.of(StrictJson.parseEmbedded(remainder, Remainder.ATTRIBUTE)).over(() -> call(span, conventional, around, position, times), position, times);
        if (call == null) {
            withoutMessages = true;
        } else {
            calls.add(call);
        }
    }

    Stream<LlmCall> stream() {
        if (calls.isEmpty() && withoutMessages) {
            throw new BadRecord("The spans of calls to a model hold no messages",
                    "Let the instrumentation capture them, often by OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT=true.");
        }
        return calls.stream();
    }

    /** A span of an agent or a tool repeats the messages of the calls below it. */
    static boolean isModelCall(SpanAttributes attributes) {
        String operation = attributes.peek("gen_ai.operation.name").asString("");
        String kind = attributes.peek("openinference.span.kind").asString("");
        String observation = LangfuseSpan.kind(attributes);
        if (!observation.isEmpty()) {
            return observation.equals("generation");
        }
        if (!kind.isEmpty()) {
            return kind.equals("LLM");
        }
        if (!operation.isEmpty()) {
            return MODEL_OPERATIONS.contains(operation);
        }
        return attributes.hasPrefix("gen_ai.request.") || attributes.hasPrefix("gen_ai.prompt") || attributes.has("gen_ai.input.messages") || attributes.hasPrefix("llm.input_messages.");
    }

    private static @Nullable LlmCall call(JsonNode span, SpanAttributes attributes, Map<String, JsonNode> around, LlmCall.Position position, Times times) {
        SpanMessages prompt = prompt(span, attributes);
        if (prompt.messages().isEmpty()) {
            return null;
        }
        SpanMessages answer = answer(span, attributes);
        Message response = answer.answer();
        String trace = span.path("traceId").asString("");
        String id = span.path("spanId").asString("");
        String own = responseId(attributes);
        Fields fields = Fields.of(span, "span");
        Instant start = times.take(fields, "startTimeUnixNano");
        Instant end = times.take(fields, "endTimeUnixNano");
        Map<String, JsonNode> parameters = parameters(attributes);
        String asked = model(attributes, parameters);
        String answered = attributes.takeText("gen_ai.response.model", "llm.model_name");
        String conversation = attributes.takeText(CONVERSATION);
        List<JsonNode> tools = SpanTools.read(attributes);
        Usage usage = usage(attributes);
        String finish = finishReason(attributes, answer);
        CallError error = error(span, attributes);
        Map<String, JsonNode> metadata = metadata(span, attributes, around, prompt, answer);
        if (asked != null && answered != null && !asked.equals(answered)) {
            metadata.put("requested_model", JsonNodeFactory.instance.stringNode(asked));
        }
        if (own == null && !id.isEmpty()) {
            own = "span-" + trace + "-" + id;
        }
        return new LlmCall(position, own, conversation == null ? (trace.isEmpty() ? null : trace) : conversation, start, answered == null ? asked : answered, prompt.messages(), tools,
                parameters, response, finish, usage, latency(start, end), error(error, response), metadata);
    }

    /** The conversation that a span names, of whatever kind it is. */
    static @Nullable String conversation(SpanAttributes attributes) {
        return attributes.takeText(CONVERSATION);
    }

    /** OpenInference names it nowhere but in the recorded body. */
    private static @Nullable String responseId(SpanAttributes attributes) {
        String named = attributes.takeText("gen_ai.response.id", "llm.response.id");
        if (named != null) {
            return named;
        }
        Matcher body = RESPONSE_ID.matcher(attributes.peek("output.value").asString(""));
        return body.lookingAt() ? body.group(1) : null;
    }

    private static @Nullable CallError error(@Nullable CallError error, @Nullable Message response) {
        return error == null && response == null ? new CallError(null, null, "The span holds no answer") : error;
    }

    private static @Nullable Duration latency(@Nullable Instant start, @Nullable Instant end) {
        return start == null || end == null || end.isBefore(start) ? null : Duration.between(start, end);
    }

    private static SpanMessages prompt(JsonNode span, SpanAttributes attributes) {
        SpanMessages prompt = new SpanMessages();
        JsonNode instructions = attributes.takeJson("gen_ai.system_instructions");
        if (instructions != null) {
            if (instructions.isObject()) {
                prompt.add(instructions, "gen_ai.system_instructions", Role.SYSTEM);
            } else {
                prompt.addParts(instructions, "gen_ai.system_instructions", Role.SYSTEM);
            }
        }
        int before = prompt.messages().size();
        add(attributes, prompt, Role.USER, "gen_ai.input.messages", "gen_ai.prompt");
        if (prompt.messages().size() == before) {
            prompt.add(attributes.takeList("gen_ai.prompt"), "gen_ai.prompt", Role.USER);
            prompt.add(attributes.takeList("llm.input_messages"), "llm.input_messages", Role.USER);
            prompt.add(attributes.takeList("llm.prompts"), "llm.prompts", Role.USER);
        }
        if (prompt.messages().size() == before) {
            events(span, prompt, false);
        }
        if (prompt.messages().size() == before) {
            add(attributes, prompt, Role.USER, "input.value", "input");
        }
        if (before == 1 && prompt.messages().size() > 1 && prompt.messages().get(1).equals(prompt.messages().getFirst())) {
            prompt.messages().removeFirst();
        }
        return prompt;
    }

    private static SpanMessages answer(JsonNode span, SpanAttributes attributes) {
        SpanMessages answer = new SpanMessages();
        add(attributes, answer, Role.ASSISTANT, "gen_ai.output.messages", "gen_ai.completion");
        if (answer.messages().isEmpty()) {
            answer.add(attributes.takeList("gen_ai.completion"), "gen_ai.completion", Role.ASSISTANT);
            answer.add(attributes.takeList("llm.output_messages"), "llm.output_messages", Role.ASSISTANT);
        }
        if (answer.messages().isEmpty()) {
            events(span, answer, true);
        }
        if (answer.messages().isEmpty()) {
            add(attributes, answer, Role.ASSISTANT, "output.value", "output");
        }
        return answer;
    }

    private static void add(SpanAttributes attributes, SpanMessages messages, Role role, String... names) {
        JsonNode value = attributes.take(names);
        if (value != null) {
            messages.add(value, names[0], role);
        }
    }

    /** The deprecated way: an event for each message. */
    private static void events(JsonNode span, SpanMessages messages, boolean answers) {
        for (JsonNode event : span.path("events")) {
            String name = event.path("name").asString("");
            SpanAttributes attributes = SpanAttributes.of(event.get("attributes"));
            if (name.equals(answers ? "gen_ai.content.completion" : "gen_ai.content.prompt")) {
                add(attributes, messages, answers ? Role.ASSISTANT : Role.USER, answers ? "gen_ai.completion" : "gen_ai.prompt");
            } else if (name.equals("gen_ai.client.inference.operation.details")) {
                add(attributes, messages, answers ? Role.ASSISTANT : Role.USER, answers ? "gen_ai.output.messages" : "gen_ai.input.messages");
            } else if (answers ? name.equals("gen_ai.choice") : name.matches("gen_ai\\.(system|user|assistant|tool)\\.message")) {
                ObjectNode message = JsonNodeFactory.instance.objectNode();
                attributes.rest().forEach(message::set);
                if (!answers) {
                    message.putIfAbsent("role", message.stringNode(name.split("\\.", -1)[1]));
                }
                messages.add(message, name, answers ? Role.ASSISTANT : Role.USER);
            }
        }
    }

    private static @Nullable Usage usage(SpanAttributes attributes) {
        Integer prompt = attributes.takeCount("gen_ai.usage.input_tokens", "gen_ai.usage.prompt_tokens", "llm.token_count.prompt", "llm.usage.prompt_tokens");
        Integer completion = attributes.takeCount("gen_ai.usage.output_tokens", "gen_ai.usage.completion_tokens", "llm.token_count.completion", "llm.usage.completion_tokens");
        Integer cached = attributes.takeCount("gen_ai.usage.cache_read.input_tokens", "gen_ai.usage.cache_read_input_tokens", "llm.token_count.prompt_details.cache_read");
        attributes.takeCount("llm.token_count.total", "llm.usage.total_tokens", "gen_ai.usage.total_tokens");
        return prompt == null && completion == null ? null : new Usage(prompt == null ? 0 : prompt, completion == null ? 0 : completion, cached == null ? 0 : cached);
    }

    private static @Nullable String finishReason(SpanAttributes attributes, SpanMessages answer) {
        JsonNode reasons = attributes.takeJson("gen_ai.response.finish_reasons");
        JsonNode first = reasons == null ? null : reasons.isArray() ? reasons.get(0) : reasons;
        String single = attributes.takeText("llm.finish_reason", "llm.response.finish_reason", "ai.response.finishReason");
        return first != null && first.isString() ? first.stringValue() : single == null ? answer.finishReason() : single;
    }

    private static @Nullable String model(SpanAttributes attributes, Map<String, JsonNode> parameters) {
        String model = attributes.takeText("gen_ai.request.model");
        JsonNode invoked = parameters.remove("model");
        return model == null && invoked != null && invoked.isString() ? invoked.stringValue() : model;
    }

    private static Map<String, JsonNode> parameters(SpanAttributes attributes) {
        Map<String, JsonNode> parameters = new LinkedHashMap<>();
        JsonNode invocation = attributes.takeJson("llm.invocation_parameters");
        if (invocation != null && invocation.isObject()) {
            invocation.properties().forEach(field -> parameters.put(field.getKey(), field.getValue()));
        }
        for (String name : List.copyOf(attributes.rest().keySet())) {
            JsonNode value = name.startsWith(REQUEST) && !name.equals("gen_ai.request.model") ? attributes.take(name) : null;
            if (value != null) {
                parameters.put(name.substring(REQUEST.length()), value);
            }
        }
        parameters.values().removeIf(JsonNode::isNull);
        return parameters;
    }

    private static @Nullable CallError error(JsonNode span, SpanAttributes attributes) {
        JsonNode code = span.path("status").path("code");
        if (!code.asString("").matches("2|STATUS_CODE_ERROR|ERROR")) {
            return null;
        }
        String type = attributes.takeText("error.type", "exception.type");
        String message = span.path("status").path("message").asString("");
        for (JsonNode event : span.path("events")) {
            if (message.isEmpty() && event.path("name").asString("").equals("exception")) {
                message = SpanAttributes.of(event.get("attributes")).peek("exception.message").asString("");
            }
        }
        return new CallError(null, type, message.isEmpty() ? "The span failed" : message);
    }

    private static Map<String, JsonNode> metadata(JsonNode span, SpanAttributes attributes, Map<String, JsonNode> around, SpanMessages prompt, SpanMessages answer) {
        Map<String, JsonNode> metadata = new LinkedHashMap<>(attributes.rest());
        metadata.keySet().removeAll(SAME_AGAIN);
        Map<String, JsonNode> more = new LinkedHashMap<>(around);
        more.put("trace_id", span.path("traceId"));
        more.put("span_id", span.path("spanId"));
        more.put("parent_span_id", span.path("parentSpanId"));
        more.put("span_name", span.path("name"));
        more.put("prompt_reasoning", prompt.reasoning());
        more.put("reasoning", answer.reasoning());
        more.put("request", prompt.unread());
        more.put("response", answer.unread());
        more.forEach((name, value) -> {
            if (!value.isMissingNode() && !value.isNull() && !(value.isContainer() && value.isEmpty()) && !(value.isString() && value.stringValue().isEmpty())) {
                metadata.put(name, value);
            }
        });
        return metadata;
    }
}
