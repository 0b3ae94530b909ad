package dev.downshift.engine.discovery;

import dev.downshift.engine.traces.LlmCall;
import dev.downshift.engine.traces.Message;
import dev.downshift.engine.traces.Message.Role;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * The part of a request in which its template shows, cut into segments: the system messages, the first and the newest
 * user message, the tools offered and the format asked for. The turns in between are history and grow from call to call.
 */
final class Outline {

    private static final int TOOL_WEIGHT = 3;
    private static final int FORMAT_WEIGHT = 6;

    private final List<Segment> segments = new ArrayList<>();
    private final long head;
    private final long beginning;

    private Outline(LlmCall call) {
        List<Message> messages = call.messages();
        int firstUser = first(messages, Role.USER);
        long hash = 0;
        for (int i = 0; i < messages.size(); i++) {
            Message message = messages.get(i);
            if (message.role() == Role.SYSTEM || i == firstUser) {
                Segmenter.cut(message.text(), i, segments);
                hash = Hashing.combine(hash, Hashing.of(message.text()));
            }
        }
        beginning = hash;
        int last = messages.size() - 1;
        if (messages.get(last).role() == Role.USER && last != firstUser) {
            Segmenter.cut(messages.get(last).text(), last, segments);
            hash = Hashing.combine(hash, Hashing.of(messages.get(last).text()));
        }
        for (JsonNode tool : call.tools()) {
            segments.add(Segment.beside("tool", toolName(tool), TOOL_WEIGHT));
            hash = Hashing.combine(hash, Hashing.of(toolName(tool)));
        }
        JsonNode format = call.parameters().get("response_format");
        if (format != null) {
            format(format);
        }
        head = hash;
    }

    static Outline of(LlmCall call) {
        return new Outline(call);
    }

    List<Segment> segments() {
        return segments;
    }

    /** Equal for prompts that differ in nothing but their history. */
    long head() {
        return head;
    }

    /** Equal for the calls of a conversation, which begin alike. */
    long beginning() {
        return beginning;
    }

    static String toolName(JsonNode tool) {
        JsonNode function = tool.path("function").isObject() ? tool.path("function") : tool;
        return function.path("name").asString("");
    }

    private void format(JsonNode format) {
        segments.add(Segment.beside("format", format.path("type").asString(""), 1));
        JsonNode schema = format.path("json_schema");
        if (schema.isObject()) {
            StringBuilder keys = new StringBuilder(schema.path("name").asString(""));
            Iterator<String> names = schema.path("schema").path("properties").propertyNames().iterator();
            names.forEachRemaining(name -> keys.append('\u0000').append(name));
            segments.add(Segment.beside("schema", keys.toString(), FORMAT_WEIGHT));
        }
    }

    private static int first(List<Message> messages, Role role) {
        for (int i = 0; i < messages.size(); i++) {
            if (messages.get(i).role() == role) {
                return i;
            }
        }
        return -1;
    }
}
