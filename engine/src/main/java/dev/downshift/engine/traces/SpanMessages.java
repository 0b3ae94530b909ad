package dev.downshift.engine.traces;

import dev.downshift.engine.traces.Message.Role;
import dev.downshift.engine.traces.Message.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads messages as spans write them: OpenTelemetry's parts, OpenInference's nested fields, the numbered attributes of
 * OpenLLMetry, what the libraries of agents write of their own messages, and whatever a provider's own body holds.
 */
final class SpanMessages {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Where bodies keep their messages. */
    private static final List<String> LISTS = List.of("messages", "output", "replies", "items");
    /** Where bodies keep several answers to one request, of which the first counts. */
    private static final List<String> CHOICES = List.of("choices", "candidates", "generations");
    /** What a message is wrapped in; some hold it as a text. */
    private static final List<String> WRAPPERS = List.of("message", "kwargs", "data", "output", "gen_ai.event.content", "gen_ai.prompt", "gen_ai.completion");
    /** Fields that only a message has. */
    private static final Set<String> OF_MESSAGES = Set.of("role", "_role", "content", "_content", "blocks", "parts", "contents", "text", "textContent", "tool_calls", "toolCalls", "_tool_calls",
            "toolExecutionRequests", "function_call", "responses", "messageType", "toolName", "reasoning_content");

    private final List<Message> messages = new ArrayList<>();
    private final ArrayNode reasoning = NODES.arrayNode();
    private final Unread unread = new Unread("");
    private @Nullable String finishReason;

    List<Message> messages() {
        return messages;
    }

    /** What the model thought, which is no part of its answer. */
    ArrayNode reasoning() {
        return reasoning;
    }

    /** What messages and their parts hold beside their content. */
    JsonNode unread() {
        return Unread.node(unread.parts());
    }

    @Nullable String finishReason() {
        return finishReason;
    }

    /** The one message that all the assistant says last is: what it says and calls in a turn may come in several. */
    @Nullable Message answer() {
        int end = messages.size();
        while (end > 0 && messages.get(end - 1).role() != Role.ASSISTANT) {
            end--;
        }
        int start = end;
        while (start > 0 && messages.get(start - 1).role() == Role.ASSISTANT) {
            start--;
        }
        return messages.subList(start, end).stream().reduce(SpanMessages::joined).orElse(null);
    }

    private static Message joined(Message first, Message second) {
        List<ToolCall> calls = new ArrayList<>(first.toolCalls());
        calls.addAll(second.toolCalls());
        List<Message.Attachment> attachments = new ArrayList<>(first.attachments());
        attachments.addAll(second.attachments());
        String content = first.text().isEmpty() ? second.content() == null ? first.content() : second.content()
                : second.text().isEmpty() ? first.content() : first.content() + "\n" + second.content();
        return new Message(first.role(), first.name(), content, calls, first.toolCallId(), attachments);
    }

    /**
     * Adds what a span holds as its prompt or answer: a list of messages, one message, a provider's body, a text that holds one of
     * these, or any other text.
     */
    void add(JsonNode body, String path, Role usual) {
        JsonNode opened = SpanAttributes.opened(body, path);
        if (says(opened)) {
            node(opened, path, usual);
        } else if (!opened.isNull() && !(opened.isContainer() && opened.isEmpty())) {
            messages.add(Message.of(usual, MessageParts.text(body)));
        }
    }

    /** Adds the parts of one message of this role. */
    void addParts(JsonNode parts, String path, Role role) {
        messages.addAll(SpanMessage.read(NODES.objectNode().set("content", parts), path, role, reasoning, unread));
    }

    /** Whether a node holds messages, and is not only data that somebody asks or answers with. */
    private static boolean says(JsonNode node) {
        if (node.isArray()) {
            return !node.isEmpty() && node.valueStream().allMatch(element -> element.isString() || says(element));
        }
        return node.isObject() && (node.propertyNames().stream().anyMatch(OF_MESSAGES::contains) || SpanPart.isList(NODES.arrayNode().add(node))
                || LISTS.stream().anyMatch(name -> node.path(name).isArray()) || CHOICES.stream().anyMatch(name -> node.path(name).isArray())
                || WRAPPERS.stream().anyMatch(name -> wrapped(node, name) != null));
    }

    private void node(JsonNode node, String path, Role usual) {
        if (node.isArray()) {
            list(node, path, usual);
        } else if (node.isObject()) {
            object((ObjectNode) node, path, usual);
        } else {
            messages.add(Message.of(usual, node.asString("")));
        }
    }

    private void list(JsonNode list, String path, Role usual) {
        if (SpanPart.isList(list)) {
            message(NODES.objectNode().set("content", list), path, usual);
        } else if (list.size() > 1 && list.valueStream().allMatch(choice -> choice.has("finish_reason"))) {
            first(list, path, usual);
        } else {
            for (int index = 0; index < list.size(); index++) {
                node(list.get(index), path + "[" + index + "]", usual);
            }
        }
    }

    private void first(JsonNode choices, String path, Role usual) {
        for (int index = 0; index < choices.size(); index++) {
            if (index == 0 && choices.get(0).isArray()) {
                first(choices.get(0), path + "[0]", usual);
            } else if (index == 0) {
                node(choices.get(0), path + "[0]", usual);
            } else {
                unread.small(path + "[" + index + "]", choices.get(index));
            }
        }
    }

    private void object(ObjectNode node, String path, Role usual) {
        SpanPart part = SpanPart.isList(NODES.arrayNode().add(node)) ? SpanPart.of(node) : null;
        if (part != null) {
            item(part, node, path, usual);
            return;
        }
        boolean spoken = node.path("role").isString();
        for (String name : LISTS) {
            if (!spoken && node.path(name).isArray()) {
                finish(node);
                list(node.path(name), path + "." + name, usual);
                return;
            }
        }
        for (String name : CHOICES) {
            if (!spoken && node.path(name).isArray()) {
                finish(node);
                first(node.path(name), path + "." + name, usual);
                return;
            }
        }
        for (String name : WRAPPERS) {
            JsonNode inner = wrapped(node, name);
            if (inner != null) {
                finish(node);
                Role role = SpanMessage.role(node);
                node(inner, path + "." + name, role == null ? usual : role);
                return;
            }
        }
        boolean gemini = node.path("content").path("parts").isArray();
        finish(node);
        message(gemini ? node.path("content") : node, gemini ? path + ".content" : path, usual);
    }

    /** What a message is wrapped in: an object, a text that holds one, or beside the reason why it ended a text or a list of parts. */
    private static @Nullable JsonNode wrapped(JsonNode node, String name) {
        JsonNode inner = node.path(name);
        if (inner.isObject()) {
            return name.equals("message") || !node.path("role").isString() || name.startsWith("gen_ai.") ? inner : null;
        }
        boolean choice = name.startsWith("gen_ai.") || (name.equals("message") && (node.has("finish_reason") || node.has("index")));
        if (!choice || !inner.isString()) {
            return null;
        }
        JsonNode opened = SpanAttributes.openedOrText(inner.stringValue());
        return says(opened) ? opened : NODES.objectNode().set("content", inner);
    }

    /** Adds an item that stands beside messages where others put it into one: a call of a tool, its result, a thought. */
    private void item(SpanPart part, JsonNode node, String path, Role usual) {
        if (part.kind() == SpanPart.Kind.THOUGHT) {
            reasoning.add(node);
            return;
        }
        Role speaker = part.kind() == SpanPart.Kind.CALL ? Role.ASSISTANT : usual;
        List<Message> read = SpanMessage.read(NODES.objectNode().set("content", NODES.arrayNode().add(node)), path, speaker, reasoning, unread);
        Message last = messages.isEmpty() ? null : messages.getLast();
        if (part.kind() == SpanPart.Kind.CALL && last != null && last.role() == Role.ASSISTANT) {
            messages.set(messages.size() - 1, joined(last, read.getFirst()));
        } else {
            messages.addAll(read);
        }
    }

    private void message(JsonNode node, String path, Role usual) {
        finish(node);
        messages.addAll(SpanMessage.read(node, path, usual, reasoning, unread));
    }

    private void finish(JsonNode node) {
        for (JsonNode holder : List.of(node, node.path("generation_info"), node.path("response_metadata"))) {
            for (String name : List.of("finish_reason", "finishReason", "stop_reason", "stopReason")) {
                if (holder.path(name).isString() && finishReason == null) {
                    finishReason = holder.path(name).stringValue();
                }
            }
        }
    }
}
