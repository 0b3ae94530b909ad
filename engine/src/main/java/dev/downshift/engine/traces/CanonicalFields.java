package dev.downshift.engine.traces;

import dev.downshift.engine.traces.LlmCall.CallError;
import dev.downshift.engine.traces.LlmCall.Position;
import dev.downshift.engine.traces.LlmCall.Usage;
import dev.downshift.engine.traces.Message.Attachment;
import dev.downshift.engine.traces.Message.ToolCall;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the fields of a canonical call that somebody sent: unlike {@link CanonicalReader} it trusts nothing. */
final class CanonicalFields {

    private static final String REMEDY = "docs/canonical-call.md describes the fields of a call.";

    private final Fields fields;
    private final Times times;

    CanonicalFields(Fields fields, Times times) {
        this.fields = fields;
        this.times = times;
    }

    /** The call that the fields are. */
    LlmCall call(Position position) {
        if (!fields.has("messages")) {
            throw new BadRecord("\"" + fields.pathOf("messages") + "\" is missing", REMEDY);
        }
        return new LlmCall(position, fields.takeText("provider_call_id"), fields.takeConversation("conversation"), time(), fields.takeModel(), messages(),
                tools(), object("parameters"), response(), fields.takeText("finish_reason"), usage(), Times.takeMilliseconds(fields, "latency_ms"), error(),
                object("metadata"));
    }

    /** The call with those of these fields that are there, be it as null, in the place of its own. */
    LlmCall over(LlmCall call) {
        return new LlmCall(call.position(),
                has("provider_call_id") ? fields.takeText("provider_call_id") : call.providerCallId(),
                has("conversation") ? fields.takeConversation("conversation") : call.conversation(),
                has("occurred_at") ? time() : call.occurredAt(),
                has("model") ? fields.takeModel() : call.model(),
                has("messages") ? messages() : call.messages(),
                has("tools") ? tools() : call.tools(),
                has("parameters") ? object("parameters") : call.parameters(),
                has("response") ? response() : call.response(),
                has("finish_reason") ? fields.takeText("finish_reason") : call.finishReason(),
                has("usage") ? usage() : call.usage(),
                has("latency_ms") ? Times.takeMilliseconds(fields, "latency_ms") : call.latency(),
                has("error") ? error() : call.error(),
                has("metadata") ? object("metadata") : call.metadata());
    }

    private boolean has(String name) {
        return fields.node().has(name);
    }

    private @Nullable Instant time() {
        JsonNode value = fields.take("occurred_at");
        return value == null ? null : times.instant(value, fields.pathOf("occurred_at"));
    }

    private List<Message> messages() {
        List<Message> messages = new ArrayList<>();
        for (Fields message : objects(fields, "messages")) {
            messages.add(message(message));
        }
        if (messages.isEmpty()) {
            throw new BadRecord("\"" + fields.pathOf("messages") + "\" is empty", "Write the prompt there, oldest first.");
        }
        return messages;
    }

    private @Nullable Message response() {
        Fields response = fields.takeObject("response");
        return response == null ? null : message(response);
    }

    private static Message message(Fields message) {
        List<ToolCall> calls = new ArrayList<>();
        for (Fields call : objects(message, "tool_calls")) {
            calls.add(new ToolCall(call.takeText("id"), text(call, "name"), text(call, "arguments")));
        }
        List<Attachment> attachments = new ArrayList<>();
        for (Fields attachment : objects(message, "attachments")) {
            attachments.add(new Attachment(text(attachment, "kind"), text(attachment, "reference")));
        }
        return new Message(OpenAiMessages.role(message), message.takeText("name"), message.takeText("content"), calls, message.takeText("tool_call_id"), attachments);
    }

    private List<JsonNode> tools() {
        return objects(fields, "tools").stream().map(Fields::node).toList();
    }

    private @Nullable Usage usage() {
        Fields usage = fields.takeObject("usage");
        return usage == null ? null : new Usage(count(usage, "prompt_tokens"), count(usage, "completion_tokens"), count(usage, "cached_tokens"));
    }

    private static int count(Fields usage, String name) {
        Integer count = usage.takeCount(name);
        return count == null ? 0 : count;
    }

    private @Nullable CallError error() {
        Fields error = fields.takeObject("error");
        return error == null ? null : new CallError(error.takeCount("status"), error.takeText("code"), text(error, "message"));
    }

    private Map<String, JsonNode> object(String name) {
        Map<String, JsonNode> object = new LinkedHashMap<>();
        Fields value = fields.takeObject(name);
        if (value != null) {
            value.node().properties().forEach(field -> object.put(field.getKey(), field.getValue()));
        }
        return object;
    }

    private static List<Fields> objects(Fields holder, String name) {
        List<Fields> objects = new ArrayList<>();
        JsonNode array = holder.takeArray(name);
        for (int index = 0; array != null && index < array.size(); index++) {
            objects.add(Fields.of(array.get(index), holder.pathOf(name) + "[" + index + "]"));
        }
        return objects;
    }

    private static String text(Fields holder, String name) {
        if (!holder.has(name)) {
            throw new BadRecord("\"" + holder.pathOf(name) + "\" is missing", REMEDY);
        }
        return Objects.requireNonNull(holder.takeText(name));
    }
}
