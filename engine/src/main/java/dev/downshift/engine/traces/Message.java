package dev.downshift.engine.traces;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One message of a conversation. The text of a message with several text parts is their concatenation with newlines.
 *
 * @param role who speaks
 * @param name the participant's or the tool's name, if given
 * @param content the text; null when an assistant's message only calls tools
 * @param toolCalls the calls an assistant's message makes, in order
 * @param toolCallId which tool call a tool's message answers
 * @param attachments references to images, audio and files; their bytes are not kept
 */
public record Message(
        Role role,
        @Nullable String name,
        @Nullable String content,
        List<ToolCall> toolCalls,
        @Nullable String toolCallId,
        List<Attachment> attachments) {

    public Message {
        Objects.requireNonNull(role, "role");
        toolCalls = List.copyOf(toolCalls);
        attachments = List.copyOf(attachments);
    }

    /** A message of text alone. */
    public static Message of(Role role, String content) {
        return new Message(role, null, content, List.of(), null, List.of());
    }

    /** The text, or the empty string. */
    public String text() {
        return content == null ? "" : content;
    }

    /** Who speaks. A provider's {@code developer} is SYSTEM; {@code function} is TOOL. */
    public enum Role { SYSTEM, USER, ASSISTANT, TOOL }

    /**
     * A tool call.
     *
     * @param id what the tool's answer refers to
     * @param name the tool's name
     * @param arguments the arguments exactly as the model wrote them: JSON if the model did its job, any text if not
     */
    public record ToolCall(@Nullable String id, String name, String arguments) {}

    /** A reference to content that is not text: its kind ({@code image_url}, {@code input_audio}, ...), its address or digest. */
    public record Attachment(String kind, String reference) {}
}
