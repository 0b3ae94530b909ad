package dev.downshift.engine.traces;

import dev.downshift.engine.traces.LlmCall.CallError;
import dev.downshift.engine.traces.LlmCall.Usage;
import dev.downshift.engine.traces.Message.Role;
import dev.downshift.engine.traces.Message.ToolCall;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Joins the chunks of a streamed chat completion into the response they stand for. */
final class StreamedChunks {

    private @Nullable String id;
    private @Nullable String model;
    private @Nullable JsonNode created;
    private @Nullable StringBuilder content;
    private @Nullable String finishReason;
    private @Nullable Usage usage;
    private @Nullable CallError error;
    private final StringBuilder reasoning = new StringBuilder();
    private final Map<String, JsonNode> rest = new LinkedHashMap<>();
    private final Map<Integer, PartialToolCall> toolCalls = new TreeMap<>();
    private boolean any;

    private StreamedChunks() {}

    static ChatResponse join(Iterable<JsonNode> chunks, String path) {
        StreamedChunks joined = new StreamedChunks();
        int index = 0;
        for (JsonNode chunk : chunks) {
            String place = path + "[" + index++ + "]";
            if (chunk.isString()) {
                joined.addEvents(chunk.stringValue(), place);
            } else {
                joined.add(Fields.of(chunk, place));
            }
        }
        return joined.response(path);
    }

    /** Joins the body of a {@code text/event-stream}. */
    static ChatResponse joinEventStream(String body, String path) {
        StreamedChunks joined = new StreamedChunks();
        joined.addEvents(body, path);
        return joined.response(path);
    }

    private void addEvents(String body, String path) {
        for (String line : body.split("\r\n|[\r\n]", -1)) {
            String data = line.startsWith("data:") ? line.substring(5).strip() : line.startsWith("{") ? line : "";
            if (!data.isEmpty() && !data.equals("[DONE]")) {
                add(Fields.of(StrictJson.parseEmbedded(data, path), path));
            }
        }
    }

    private void add(Fields chunk) {
        any = true;
        id = id == null ? chunk.takeIdentifier("id") : id;
        model = model == null ? chunk.takeModel() : model;
        created = created == null ? chunk.take("created") : created;
        Usage counted = ChatResponse.usage(chunk);
        usage = counted == null ? usage : counted;
        CallError failed = CallErrors.read(chunk.take("error"), null);
        error = failed == null ? error : failed;
        chunk.take("object");
        JsonNode choices = chunk.takeArray("choices");
        rest.putAll(present(chunk.rest()));
        for (int position = 0; choices != null && position < choices.size(); position++) {
            Fields choice = Fields.of(choices.get(position), chunk.pathOf("choices[" + position + "]"));
            Integer index = choice.takeCount("index");
            if (index == null || index == 0) {
                addDelta(choice);
            }
        }
    }

    private void addDelta(Fields choice) {
        String reason = choice.takeText("finish_reason");
        finishReason = reason == null ? finishReason : reason;
        Fields delta = choice.takeObject(choice.has("delta") ? "delta" : "message");
        if (delta == null) {
            return;
        }
        for (String name : List.of("reasoning_content", "reasoning")) {
            JsonNode thought = delta.peek(name);
            if (thought != null && thought.isString()) {
                delta.take(name);
                reasoning.append(thought.stringValue());
                break;
            }
        }
        String text = delta.takeText(delta.has("content") || !delta.has("refusal") ? "content" : "refusal");
        if (text != null) {
            content = (content == null ? new StringBuilder() : content).append(text);
        }
        JsonNode calls = delta.takeArray("tool_calls");
        for (int position = 0; calls != null && position < calls.size(); position++) {
            addToolCall(Fields.of(calls.get(position), delta.pathOf("tool_calls[" + position + "]")), position);
        }
        Fields function = delta.takeObject("function_call");
        if (function != null) {
            toolCalls.computeIfAbsent(0, key -> new PartialToolCall()).add(null, function);
        }
    }

    /** What no field holds, but ids that are the same for all chunks. */
    private static Map<String, JsonNode> present(Map<String, JsonNode> rest) {
        rest.values().removeIf(value -> value.isNull() || (value.isContainer() && value.isEmpty()));
        rest.keySet().removeAll(Set.of("id", "model", "created", "obfuscation"));
        return rest;
    }

    private void addToolCall(Fields call, int position) {
        Integer index = call.takeCount("index");
        String callId = call.takeIdentifier("id");
        toolCalls.computeIfAbsent(index == null ? position : index, key -> new PartialToolCall())
                .add(callId, call.takeObject("function"));
    }

    private ChatResponse response(String path) {
        if (!any || (content == null && toolCalls.isEmpty() && finishReason == null && error == null)) {
            throw new BadRecord("\"" + path + "\" holds no chunk of an answer", "Log all chunks of the stream, in order.");
        }
        List<ToolCall> calls = new ArrayList<>();
        for (PartialToolCall call : toolCalls.values()) {
            if (call.name.isEmpty()) {
                throw new BadRecord("\"" + path + "\" holds a tool call without a name", "Log all chunks of the stream, in order.");
            }
            calls.add(new ToolCall(call.id, call.name.toString(), call.arguments.toString()));
        }
        boolean answered = content != null || !calls.isEmpty() || finishReason != null;
        Message message = answered
                ? new Message(Role.ASSISTANT, null, content == null ? null : content.toString(), calls, null, List.of())
                : null;
        return new ChatResponse(id, model, created, message, finishReason, usage, error, null, rest());
    }

    private Map<String, JsonNode> rest() {
        if (!reasoning.isEmpty()) {
            rest.put(Unread.REASONING, JsonNodeFactory.instance.stringNode(reasoning.toString()));
        }
        return rest;
    }

    private static final class PartialToolCall {
        private @Nullable String id;
        private final StringBuilder name = new StringBuilder();
        private final StringBuilder arguments = new StringBuilder();

        void add(@Nullable String callId, @Nullable Fields function) {
            id = id == null ? callId : id;
            if (function != null) {
                String namePart = function.takeText("name");
                String argumentsPart = function.takeText("arguments");
                name.append(namePart == null ? "" : namePart);
                arguments.append(argumentsPart == null ? "" : argumentsPart);
            }
        }
    }
}
