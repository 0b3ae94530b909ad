package dev.downshift.engine.traces;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A record with a prompt and its answer under simple names, as tables have them: one call, read like one of a chat log. */
final class PromptReader implements RecordReader {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final List<String> PROMPTS = List.of("prompt", "input", "instruction");
    private static final List<String> ANSWERS = List.of("response", "completion", "output");
    private static final List<String> SYSTEMS = List.of("system", "system_prompt");

    private final ChatLogReader chatLog = new ChatLogReader();

    @Override
    public TraceFormat format() {
        return TraceFormat.PROMPTS;
    }

    @Override
    public boolean recognises(JsonNode record) {
        String answer = first(record, ANSWERS);
        if (answer == null || record.hasNonNull("request") || Dialects.whole(record) != null) {
            return false;
        }
        return record.hasNonNull("messages") ? !answer.equals("response") : first(record, PROMPTS) != null;
    }

    @Override
    public Stream<LlmCall> read(JsonNode record, Place place, Times times) {
        ObjectNode logged = ((ObjectNode) record).objectNode();
        record.properties().forEach(field -> logged.set(field.getKey(), field.getValue()));
        ArrayNode messages = prompt(logged);
        JsonNode answer = logged.remove(Objects.requireNonNull(first(logged, ANSWERS)));
        logged.set("response", response(answer, messages));
        logged.set("messages", messages);
        return chatLog.read(logged, place, times);
    }

    /** Takes the messages of the prompt out of the record. */
    private static ArrayNode prompt(ObjectNode record) {
        ArrayNode messages = NODES.arrayNode();
        String system = first(record, SYSTEMS);
        if (system != null && record.get(system).isString()) {
            messages.add(message("system", record.remove(system).stringValue()));
        }
        boolean asMessages = record.hasNonNull("messages");
        JsonNode given = asMessages ? record.remove("messages") : instruction(record);
        JsonNode opened = opened(given);
        JsonNode listed = opened.isObject() && opened.path("messages").isArray() ? opened.get("messages") : opened;
        if (listed.isArray() && !listed.isEmpty() && (asMessages || listed.get(0).has("role") || listed.get(0).has("from"))) {
            listed.forEach(messages::add);
        } else {
            messages.add(message("user", text(given)));
        }
        return messages;
    }

    /** The prompt; of an instruction and its input both, as data sets for instruction tuning have them. */
    private static JsonNode instruction(ObjectNode record) {
        if (!record.path("instruction").isString()) {
            return record.remove(Objects.requireNonNull(first(record, PROMPTS)));
        }
        String instruction = record.remove("instruction").stringValue();
        String input = record.path("input").isString() ? record.remove("input").stringValue() : "";
        return NODES.stringNode(input.isBlank() ? instruction : instruction + "\n\n" + input);
    }

    /** The answer as a response: a body as a provider sends it, a message, or a text. Of several messages the last is the answer. */
    private static JsonNode response(JsonNode answer, ArrayNode messages) {
        JsonNode opened = opened(answer);
        if (isBody(opened)) {
            return opened;
        }
        if (opened.isArray() && !opened.isEmpty() && opened.valueStream().allMatch(item -> item.hasNonNull("role"))) {
            opened.valueStream().limit(opened.size() - 1L).forEach(messages::add);
            return choice(opened.get(opened.size() - 1));
        }
        boolean chunks = opened.isArray() && !opened.isEmpty() && opened.valueStream().allMatch(item -> item.path("choices").isArray());
        return chunks ? opened : opened.isString() && opened.stringValue().startsWith("data:") ? opened : choice(message("assistant", text(answer)));
    }

    private static boolean isBody(JsonNode answer) {
        return answer.isObject() && (answer.path("choices").isArray() || answer.path("message").isObject() || answer.path("role").isString()
                || (answer.path("body").isObject() && answer.has("status_code")));
    }

    private static ObjectNode choice(JsonNode message) {
        ObjectNode body = NODES.objectNode();
        body.putArray("choices").addObject().set("message", message);
        return body;
    }

    private static ObjectNode message(String role, String content) {
        return NODES.objectNode().put("role", role).put("content", content);
    }

    /** JSON that stands in a string, or else the value itself. */
    private static JsonNode opened(JsonNode value) {
        String text = value.isString() ? value.stringValue().strip() : "";
        if (!text.startsWith("{") && !text.startsWith("[")) {
            return value;
        }
        try {
            return StrictJson.parseEmbedded(text, "");
        } catch (BadRecord notJson) {
            return value;
        }
    }

    private static String text(JsonNode value) {
        return value.isString() ? value.stringValue() : CanonicalJson.text(value);
    }

    private static @Nullable String first(JsonNode record, List<String> names) {
        return names.stream().filter(record::hasNonNull).findFirst().orElse(null);
    }
}
