package dev.downshift.engine.traces;

import dev.downshift.engine.traces.Message.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The items of the Responses API: what the assistant says, thinks and calls in one turn is one message. */
final class ResponsesItems {

    private static final Set<String> CALLED = Set.of("function_call", "custom_tool_call", "computer_call", "local_shell_call", "shell_call", "apply_patch_call");

    private final Unread unread;
    private final List<Message> messages = new ArrayList<>();
    private @Nullable MessageParts turn;

    ResponsesItems(Unread unread) {
        this.unread = unread;
    }

    /** Whether a value has the form of an item. */
    static boolean isItem(JsonNode value) {
        String type = value.path("type").asString("");
        return type.equals("message") || type.equals("reasoning") || type.contains("_call") || type.startsWith("mcp_");
    }

    void instructions(Fields request) {
        JsonNode instructions = request.take("instructions");
        if (instructions != null && instructions.isArray()) {
            ToolDefinitions.objects(instructions, request.pathOf("instructions")).forEach(this::add);
        } else if (instructions != null && !instructions.isString()) {
            throw BadRecord.wrongType(request.pathOf("instructions"), "a string");
        } else if (instructions != null && !instructions.stringValue().isEmpty()) {
            add(Message.of(Role.SYSTEM, instructions.stringValue()));
        }
    }

    void add(Message message) {
        endTurn();
        messages.add(message);
    }

    void add(Fields item) {
        String type = item.takeText("type");
        if (type == null || type.equals("message")) {
            addMessage(item);
        } else if (CALLED.contains(type)) {
            toolCall(item, type, turn());
            noteRest(item);
        } else if (type.endsWith("_call_output")) {
            addOutput(item);
        } else {
            other(item, type, turn == null ? new MessageParts() : turn, unread);
        }
    }

    /** An item that is no part of what both say: what the provider's own tools did. Images they made are attachments. */
    private static void other(Fields item, String type, MessageParts parts, Unread unread) {
        JsonNode result = item.peek("result");
        if (type.equals("image_generation_call") && result != null && result.isString()) {
            item.take("result");
            parts.attachment("image_url", Attachments.bytes(result.stringValue()));
            noteRest(item, unread);
        } else {
            unread.small(item.path(), item.node());
        }
    }

    private void addMessage(Fields item) {
        Message message = OpenAiMessages.read(item, unread);
        if (message.role() == Role.ASSISTANT) {
            MessageParts parts = turn();
            parts.text(message.content());
            message.attachments().forEach(attachment -> parts.attachment(attachment.kind(), attachment.reference()));
        } else {
            add(message);
        }
        noteRest(item);
    }

    private void addOutput(Fields item) {
        MessageParts parts = new MessageParts();
        JsonNode output = item.take("output");
        if (output != null && (output.isArray() || output.has("image_url"))) {
            JsonNode array = output.isArray() ? output : JsonNodeFactory.instance.arrayNode().add(output);
            Message content = OpenAiMessages.content(array, item.pathOf("output"), unread);
            parts.text(content.content());
            content.attachments().forEach(attachment -> parts.attachment(attachment.kind(), attachment.reference()));
        } else {
            parts.text(MessageParts.text(output));
        }
        add(parts.message(Role.TOOL, null, item.takeIdentifier("call_id")));
        noteRest(item);
    }

    /** An item that was finished says so in vain. */
    private void noteRest(Fields item) {
        noteRest(item, unread);
    }

    private static void noteRest(Fields item, Unread unread) {
        if (item.node().path("status").asString("").equals("completed")) {
            item.take("status");
        }
        unread.rest(item);
    }

    private MessageParts turn() {
        MessageParts current = turn == null ? new MessageParts() : turn;
        turn = current;
        return current;
    }

    private void endTurn() {
        if (turn != null) {
            messages.add(turn.message(Role.ASSISTANT));
            turn = null;
        }
    }

    List<Message> messages() {
        endTurn();
        return messages;
    }

    private static void toolCall(Fields item, String type, MessageParts parts) {
        String id = item.takeIdentifier("call_id");
        String arguments = item.has("arguments") ? "arguments" : item.has("input") ? "input" : item.has("action") ? "action" : "operation";
        if (item.has("name")) {
            parts.toolCall(id, item, arguments);
        } else if (type.equals("function_call")) {
            throw new BadRecord("\"" + item.pathOf("name") + "\" is missing", "Name the tool that is called.");
        } else {
            parts.toolCall(id, type.substring(0, type.length() - "_call".length()), MessageParts.text(item.take(arguments)));
        }
    }

    /** Adds an item of the output to the answer. */
    static void answer(Fields item, Answer answer) {
        String type = item.takeText("type");
        if (type == null || type.equals("message")) {
            item.take("role");
            boolean refused = item.node().path("content").valueStream().anyMatch(part -> part.has("refusal"));
            JsonNode content = item.take("content");
            if (content != null) {
                Message message = OpenAiMessages.content(content, item.pathOf("content"), answer.unread);
                answer.parts.text(message.content());
                message.attachments().forEach(attachment -> answer.parts.attachment(attachment.kind(), attachment.reference()));
            }
            if (refused) {
                answer.unread.put("refused", JsonNodeFactory.instance.booleanNode(true));
            }
        } else if (CALLED.contains(type)) {
            toolCall(item, type, answer.parts);
        } else if (type.equals("reasoning")) {
            for (String name : List.of("summary", "content")) {
                reasoning(item, name, answer.unread);
            }
        } else {
            other(item, type, answer.parts, answer.unread);
            return;
        }
        noteRest(item, answer.unread);
    }

    private static void reasoning(Fields item, String name, Unread unread) {
        JsonNode parts = item.peek(name);
        if (parts != null && parts.isArray() && parts.valueStream().allMatch(part -> part.path("text").isString())) {
            item.take(name);
            parts.forEach(part -> unread.append(Unread.REASONING, part.get("text").stringValue()));
        }
    }
}
