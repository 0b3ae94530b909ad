package dev.downshift.engine.traces;

import dev.downshift.engine.traces.Message.Role;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reads one message of a span, which becomes several where it holds tools' results beside what somebody says. */
final class SpanMessage {

    /** Where a message says something: in the first of these that is there. */
    private static final List<String> CONTENTS = List.of("content", "_content", "blocks", "text", "textContent");
    /** Where it says something besides: in each of these. */
    private static final List<String> PARTS = List.of("parts", "contents");
    private static final List<String> CALLS = List.of("tool_calls", "toolCalls", "_tool_calls", "toolExecutionRequests", "tool_requests");
    private static final List<String> THOUGHTS = List.of("reasoning_content", "reasoning", "thinking", "thought", "redacted_thinking");
    private static final List<String> SPEAKERS = List.of("name", "_name", "toolName", "tool_name", "source");
    /** What a message says of itself that its place in the call says again. */
    private static final Set<String> KNOWN = Set.of("role", "_role", "type", "messageType", "message_type", "kind", "lc", "id", "index", "example", "status", "object", "created",
            "finish_reason", "finishReason", "stop_reason", "stopReason", "event.name", "gen_ai.system", "gen_ai.message.index", "gen_ai.event.content",
            "tool_call_chunks", "usage_metadata", "response_metadata", "generation_info", "usage");
    /** Kinds of messages, as libraries name their classes in the place of a role. */
    private static final Map<String, Role> CLASSES = Map.of("human", Role.USER, "user", Role.USER, "ai", Role.ASSISTANT, "assistant", Role.ASSISTANT,
            "system", Role.SYSTEM, "tool", Role.TOOL, "function", Role.TOOL, "functionexecutionresult", Role.TOOL, "tool_execution_result", Role.TOOL);

    private final Fields fields;
    private final List<Message> before = new ArrayList<>();
    private final MessageParts parts = new MessageParts();
    private final List<Message> results = new ArrayList<>();
    private final ArrayNode reasoning;
    private final Unread unread;
    private @Nullable String speaker;
    private boolean resultsFirst;

    private SpanMessage(Fields fields, ArrayNode reasoning, Unread unread) {
        this.fields = fields;
        this.reasoning = reasoning;
        this.unread = unread;
    }

    /**
     * The messages of one.
     *
     * @param usual who speaks where that is not said
     * @param reasoning gets what the model thought
     * @param unread gets what has no field in a message
     */
    static List<Message> read(JsonNode node, String path, Role usual, ArrayNode reasoning, Unread unread) {
        return new SpanMessage(Fields.of(node, path), reasoning, unread).messages(usual);
    }

    /** Who speaks, by a message's role or the name of its class; null where neither is known. */
    static @Nullable Role role(JsonNode node) {
        JsonNode said = SpanPart.first(node, List.of("role", "_role"));
        if (said != null && said.isString() && !said.stringValue().isEmpty()) {
            String name = said.stringValue().substring(said.stringValue().lastIndexOf('.') + 1);
            return OpenAiMessages.role(name.replace('-', '_'));
        }
        if (node.path("kind").asString("").equals("response")) {
            return Role.ASSISTANT;
        }
        JsonNode id = node.path("id");
        JsonNode named = id.isArray() && !id.isEmpty() ? id.get(id.size() - 1) : SpanPart.first(node, List.of("messageType", "type"));
        String kind = named == null ? "" : named.asString("");
        return CLASSES.get(kind.replace("MessageChunk", "").replace("Message", "").toLowerCase(Locale.ROOT));
    }

    private List<Message> messages(Role usual) {
        Role known = role(fields.node());
        Role role = known == null ? usual : known;
        speaker = takeSpeaker(known);
        said();
        calls(fields);
        thoughts(fields);
        more();
        JsonNode responses = fields.takeArray("responses");
        if (responses != null) {
            responses.forEach(response -> results.add(new SpanPart(SpanPart.Kind.RESULT, response).result(speaker)));
        }
        List<Message> all = new ArrayList<>(before);
        int place = resultsFirst ? before.size() + results.size() : before.size();
        all.addAll(results);
        if (!parts.isEmpty() || all.isEmpty()) {
            all.add(place, message(role));
        }
        rest(fields);
        return all;
    }

    private void said() {
        CONTENTS.stream().filter(fields::has).min(Comparator.comparing(name -> isEmpty(fields.peek(name)))).ifPresent(name -> content(fields.take(name), fields.pathOf(name)));
        PARTS.forEach(name -> content(fields.take(name), fields.pathOf(name)));
    }

    private static boolean isEmpty(@Nullable JsonNode value) {
        return value == null || (value.isString() ? value.stringValue().isEmpty() : value.isContainer() && value.isEmpty());
    }

    private Message message(Role role) {
        JsonNode single = fields.peek("tool_call_id");
        String answered = role == Role.TOOL ? SpanPart.id(fields.node()) : single != null && single.isString() ? single.stringValue() : null;
        if (answered == null && role == Role.TOOL) {
            answered = SpanPart.id(fields.node().path("additional_kwargs"));
        }
        for (String name : List.of("tool_call_id", "toolCallId", "call_id", "tool_use_id")) {
            fields.take(name);
        }
        if (parts.isEmpty() && role != Role.ASSISTANT) {
            parts.text("");
        }
        return parts.message(role, speaker, answered);
    }

    /** The speaker's name, or the role where it is none that is known. */
    private @Nullable String takeSpeaker(@Nullable Role known) {
        for (String name : SPEAKERS) {
            JsonNode value = fields.peek(name);
            if (value != null && value.isString() && !value.stringValue().isEmpty()) {
                fields.take(name);
                return value.stringValue();
            }
        }
        JsonNode role = known == null ? fields.peek("role") : null;
        return role != null && role.isString() && !role.stringValue().isEmpty() ? role.stringValue() : null;
    }

    private void content(@Nullable JsonNode content, String path) {
        if (content == null) {
            return;
        }
        JsonNode written = content.isString() ? writtenParts(content.stringValue()) : content;
        if (written.isArray() && written.valueStream().allMatch(part -> part.isString() || SpanPart.of(part) != null)) {
            for (int index = 0; index < written.size(); index++) {
                part(written.get(index), path + "[" + index + "]");
            }
        } else if (written.isObject() && SpanPart.of(written) != null) {
            part(written, path);
        } else {
            parts.text(MessageParts.text(content));
        }
    }

    /** The parts that a text holds as JSON, or the text. */
    private static JsonNode writtenParts(String text) {
        JsonNode opened = SpanAttributes.openedOrText(text);
        return opened.isArray() && SpanPart.isList(opened) ? opened : JsonNodeFactory.instance.stringNode(text);
    }

    private void part(JsonNode node, String path) {
        SpanPart part = node.isString() ? null : SpanPart.of(node);
        if (part == null) {
            parts.text(node.asString(""));
            return;
        }
        switch (part.kind()) {
            case TEXT -> parts.text(part.text());
            case SYSTEM -> before.add(Message.of(Role.SYSTEM, part.text() == null ? "" : part.text()));
            case THOUGHT -> reasoning.add(part.body());
            case CALL -> part.addCall(path, parts);
            case RESULT -> {
                resultsFirst |= results.isEmpty() && parts.isEmpty();
                results.add(part.result(speaker));
            }
            case FILE -> {
                Message.Attachment file = SpanFile.read(part.body(), path, unread);
                parts.attachment(file.kind(), file.reference());
            }
        }
    }

    private void calls(Fields holder) {
        for (String name : CALLS) {
            JsonNode written = holder.peek(name);
            JsonNode calls = written != null && written.isString() ? SpanAttributes.openedOrText(written.stringValue()) : written;
            if (calls == null || !calls.isContainer()) {
                continue;
            }
            holder.take(name);
            int index = 0;
            for (JsonNode call : calls) {
                JsonNode inner = call.path("tool_call").isObject() ? call.path("tool_call") : call.path("payload").isObject() ? call.path("payload") : call;
                new SpanPart(SpanPart.Kind.CALL, inner).addCall(holder.pathOf(name) + "[" + index++ + "]", parts);
            }
        }
        JsonNode single = holder.peek("function_call");
        if (single != null && single.isObject()) {
            holder.take("function_call");
            new SpanPart(SpanPart.Kind.CALL, single).addCall(holder.pathOf("function_call"), parts);
        }
    }

    private void thoughts(Fields holder) {
        for (String name : THOUGHTS) {
            JsonNode thought = holder.peek(name);
            if (thought != null && (thought.isString() || thought.isContainer()) && !isEmpty(thought)) {
                holder.take(name);
                reasoning.add(thought);
            }
        }
    }

    /** LangChain keeps what a provider said beyond its own fields apart, and some of it twice. */
    private void more() {
        JsonNode more = fields.peek("additional_kwargs");
        if (more instanceof ObjectNode) {
            fields.take("additional_kwargs");
            Fields inner = Fields.of(more, fields.pathOf("additional_kwargs"));
            if (parts.hasToolCalls()) {
                CALLS.forEach(inner::take);
                inner.take("function_call");
            } else {
                calls(inner);
            }
            thoughts(inner);
            inner.take("tool_call_id");
            rest(inner);
        }
    }

    private void rest(Fields holder) {
        holder.rest().forEach((name, value) -> {
            boolean says = !value.isNull() && !isEmpty(value) && !(value.isBoolean() && !value.booleanValue());
            if (says && !KNOWN.contains(name)) {
                unread.small(holder.pathOf(name), value);
            }
        });
    }
}
