package dev.downshift.engine.traces;

import dev.downshift.engine.traces.Message.Attachment;
import dev.downshift.engine.traces.Message.Role;
import dev.downshift.engine.traces.Message.ToolCall;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The parts of one message as they are found: texts, attachments, tool calls. */
final class MessageParts {

    private final List<String> texts = new ArrayList<>();
    private final List<Attachment> attachments = new ArrayList<>();
    private final List<ToolCall> toolCalls = new ArrayList<>();

    void text(@Nullable String text) {
        if (text != null) {
            texts.add(text);
        }
    }

    void attachment(String kind, String reference) {
        attachments.add(new Attachment(kind, reference));
    }

    /** A tool call: {@code function} has its name, and its arguments under this name, as text or as JSON. */
    void toolCall(@Nullable String id, Fields function, String arguments) {
        String name = function.takeText("name");
        if (name == null || name.isEmpty()) {
            throw new BadRecord("\"" + function.pathOf("name") + "\" is missing", "Name the tool that is called.");
        }
        toolCalls.add(new ToolCall(id, name, text(function.take(arguments))));
    }

    void toolCall(@Nullable String id, String name, String arguments) {
        toolCalls.add(new ToolCall(id, name, arguments));
    }

    /** The text of a value that may be JSON, as a tool's arguments or its result. */
    static String text(@Nullable JsonNode value) {
        return value == null ? "" : value.isString() ? value.stringValue() : CanonicalJson.text(value);
    }

    boolean hasToolCalls() {
        return !toolCalls.isEmpty();
    }

    boolean isEmpty() {
        return texts.isEmpty() && attachments.isEmpty() && toolCalls.isEmpty();
    }

    @Nullable String content() {
        return texts.isEmpty() ? null : String.join("\n", texts);
    }

    List<Attachment> attachments() {
        return attachments;
    }

    Message message(Role role) {
        return message(role, null, null);
    }

    Message message(Role role, @Nullable String name, @Nullable String toolCallId) {
        return new Message(role, name, content(), toolCalls, toolCallId, attachments);
    }
}
