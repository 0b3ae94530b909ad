package dev.downshift.engine.traces;

import dev.downshift.engine.traces.LlmCall.Usage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The standard logging payload of LiteLLM, or a row of its spend logs. */
final class LiteLlmReader implements RecordReader {

    private static final LogShape SHAPE = new LogShape("request", "response", List.of("startTime"), List.of("endTime"), List.of(), List.of(),
            List.of("error"));

    @Override
    public TraceFormat format() {
        return TraceFormat.LITELLM;
    }

    @Override
    public boolean recognises(JsonNode record) {
        return record.has("startTime") && record.has("messages") && (record.has("model_parameters") || record.has("call_type"));
    }

    @Override
    public Stream<LlmCall> read(JsonNode record, Place place, Times times) {
        Fields fields = Fields.of(record, "");
        ObjectNode request = request(fields);
        Map<String, JsonNode> unread = new LinkedHashMap<>();
        ObjectNode error = error(fields, unread);
        Usage usage = usage(record);
        String model = fields.takeModel();
        ObjectNode apart = Unread.node(fields.rest());
        unread.forEach(apart::set);
        apart.set("request", request);
        if (error != null) {
            apart.set("error", error);
            if (apart.path("response").isContainer() && apart.path("response").isEmpty()) {
                apart.remove("response");
            }
        }
        return Stream.of(LoggedCall.read(Fields.of(apart, ""), SHAPE, new LoggedCall.Notes(null, null, model, usage), place, times));
    }

    private static ObjectNode request(Fields record) {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        JsonNode sent = record.peek("proxy_server_request");
        JsonNode messages = record.take("messages");
        if (messages != null && messages.isContainer() && messages.isEmpty() && sent != null && sent.isObject()) {
            record.take("proxy_server_request");
            return ((ObjectNode) sent).deepCopy();
        }
        Fields parameters = record.takeObject("model_parameters");
        if (parameters != null) {
            request.setAll((ObjectNode) parameters.node());
        }
        if (messages != null && messages.isString()) {
            if (messages.stringValue().startsWith("redacted")) {
                throw new BadRecord("\"messages\" was redacted", "Log the messages: leave turn_off_message_logging off in LiteLLM's settings.");
            }
            request.set("messages", JsonNodeFactory.instance.arrayNode().add(JsonNodeFactory.instance.objectNode().put("role", "user").set("content", messages)));
        } else if (messages != null) {
            request.set(messages.isArray() || !messages.has("contents") ? "messages" : "contents", messages.has("contents") ? messages.get("contents") : messages);
        }
        return request;
    }

    /** What went wrong, from the error's parts; those of a call that went well are empty. */
    private static @Nullable ObjectNode error(Fields record, Map<String, JsonNode> unread) {
        Fields information = record.takeObject("error_information");
        String text = record.takeText("error_str");
        Map<String, JsonNode> parts = information == null ? Map.of() : information.rest();
        ObjectNode error = JsonNodeFactory.instance.objectNode();
        String message = text(parts.get("error_message"));
        String code = text(parts.get("error_code"));
        String name = text(parts.get("error_class"));
        if (message == null && text == null && name == null) {
            return null;
        }
        unread(information, text, message, unread);
        error.put("message", message == null ? text == null ? name : text : message);
        if (name != null || code != null) {
            error.put("code", name == null ? code : name);
        }
        if (code != null) {
            error.put("status", code);
        }
        return error;
    }

    /** Keeps what else was said of the error, such as where in the proxy's code it arose. */
    private static void unread(@Nullable Fields information, @Nullable String text, @Nullable String message, Map<String, JsonNode> unread) {
        if (text != null && message != null && !text.equals(message)) {
            unread.put("error_str", JsonNodeFactory.instance.stringNode(text));
        }
        if (information != null) {
            Map<String, JsonNode> rest = information.rest();
            rest.keySet().removeAll(Set.of("error_message", "error_code", "error_class"));
            unread.put("error_information", Unread.node(rest));
        }
    }

    private static @Nullable String text(@Nullable JsonNode value) {
        return value == null || value.isContainer() || value.isNull() || value.asString().isEmpty() ? null : value.asString();
    }

    /** The tokens as LiteLLM counted them, for bodies that do not say; they also stay in the metadata. */
    private static @Nullable Usage usage(JsonNode record) {
        Fields counts = Fields.of(record, "");
        Integer prompt = counts.takeCount("prompt_tokens");
        Integer completion = counts.takeCount("completion_tokens");
        Integer sum = Answer.sum(prompt, completion);
        return sum == null || sum == 0 ? null : new Usage(prompt == null ? 0 : prompt, completion == null ? 0 : completion, 0);
    }
}
