package dev.downshift.engine.traces;

import dev.downshift.engine.traces.LlmCall.CallError;
import dev.downshift.engine.traces.LlmCall.Usage;
import dev.downshift.engine.traces.Message.Role;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The response half of a chat completion: whole, streamed in chunks, or an error. */
record ChatResponse(
        @Nullable String id,
        @Nullable String model,
        @Nullable JsonNode created,
        @Nullable Message message,
        @Nullable String finishReason,
        @Nullable Usage usage,
        @Nullable CallError error,
        @Nullable Duration latency,
        Map<String, JsonNode> rest) {

    /** The names under which servers of open models return what a model thought. */
    private static final Set<String> REASONING = Set.of("reasoning_content", "reasoning");

    static final ChatResponse NONE = new ChatResponse(null, null, null, null, null, null, null, null, Map.of());

    static ChatResponse read(JsonNode response, String path) {
        if (response.isString()) {
            return readText(response.stringValue(), path);
        }
        if (response.isArray()) {
            return StreamedChunks.join(response, path);
        }
        Fields fields = Fields.of(response, path);
        JsonNode object = fields.take("object");
        if (object != null && object.isString() && object.stringValue().endsWith(".chunk")) {
            return StreamedChunks.join(List.of(response), path);
        }
        return readWhole(fields);
    }

    private static ChatResponse readText(String text, String path) {
        String stripped = text.stripLeading();
        if (stripped.startsWith("data:") || stripped.startsWith(": ")) {
            return StreamedChunks.joinEventStream(text, path);
        }
        if (stripped.startsWith("{")) {
            return readWhole(Fields.of(StrictJson.parseEmbedded(text, path), path));
        }
        return new ChatResponse(null, null, null, Message.of(Role.ASSISTANT, text), null, null, null, null, Map.of());
    }

    private static ChatResponse readWhole(Fields response) {
        String id = response.takeIdentifier("id");
        String model = response.takeModel();
        JsonNode created = response.take("created");
        Usage usage = usage(response);
        CallError error = CallErrors.read(response.take("error"), null);
        Map<String, JsonNode> others = new LinkedHashMap<>();
        String finishReason = null;
        Message message = null;
        JsonNode choices = response.takeArray("choices");
        if (choices != null && !choices.isEmpty()) {
            Fields choice = Fields.of(choices.get(0), response.pathOf("choices[0]"));
            choice.take("index");
            finishReason = choice.takeText("finish_reason");
            message = message(choice, others);
            others.putAll(choice.rest());
            for (int index = 1; index < choices.size(); index++) {
                others.put("choice_" + index, choices.get(index));
            }
        } else if (response.has("message") || response.has("role")) {
            message = message(response, others);
        }
        if (message == null && error == null) {
            throw new BadRecord("\"" + response.pathOf("choices") + "\" is " + (choices == null ? "missing" : "empty"),
                    "Log the response as the provider sent it, with its choices; log an \"error\" where the call failed.");
        }
        others.putAll(response.rest());
        return new ChatResponse(id, model, created, message, finishReason, usage, error, null, others);
    }

    private static Message message(Fields holder, Map<String, JsonNode> others) {
        if (holder.has("text") && !holder.has("message")) {
            return Message.of(Role.ASSISTANT, Objects.requireNonNull(holder.takeText("text")));
        }
        Fields fields = holder.has("role") ? holder : holder.takeObject("message");
        if (fields == null) {
            throw new BadRecord("\"" + holder.pathOf("message") + "\" is missing", "Log the assistant's message as the provider sent it.");
        }
        if (!fields.has("role")) {
            throw new BadRecord("\"" + fields.pathOf("role") + "\" is missing", "Log the assistant's message as the provider sent it.");
        }
        Unread unread = new Unread(holder.pathOf("message").replaceFirst("\\.choices\\[0\\]\\.message$|\\.message$", ""));
        Message message = OpenAiMessages.read(fields, unread);
        if (message.role() != Role.ASSISTANT) {
            throw new BadRecord("\"" + fields.pathOf("role") + "\" is not assistant", "A response is a message of the assistant.");
        }
        if (fields != holder) {
            fields.rest().forEach((name, value) -> {
                if (!value.isNull() && !(value.isContainer() && value.isEmpty())) {
                    others.put(REASONING.contains(name) && !others.containsKey(Unread.REASONING) ? Unread.REASONING : "message_" + name, value);
                }
            });
        }
        others.putAll(unread.parts());
        return message;
    }

    static @Nullable Usage usage(Fields holder) {
        Fields usage = holder.takeObject("usage");
        if (usage == null) {
            return null;
        }
        Integer prompt = usage.takeCount(usage.has("prompt_tokens") ? "prompt_tokens" : "input_tokens");
        Integer completion = usage.takeCount(usage.has("completion_tokens") ? "completion_tokens" : "output_tokens");
        Fields details = usage.takeObject(usage.has("prompt_tokens_details") ? "prompt_tokens_details" : "input_tokens_details");
        Integer cached = details == null ? null : details.takeCount("cached_tokens");
        if (prompt == null && completion == null) {
            return null;
        }
        return new Usage(prompt == null ? 0 : prompt, completion == null ? 0 : completion, cached == null ? 0 : cached);
    }
}
