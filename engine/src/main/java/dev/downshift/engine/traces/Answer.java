package dev.downshift.engine.traces;

import dev.downshift.engine.traces.LlmCall.CallError;
import dev.downshift.engine.traces.LlmCall.Usage;
import dev.downshift.engine.traces.Message.Role;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A response as it is put together from its body. */
final class Answer {

    final MessageParts parts = new MessageParts();
    final Unread unread;
    @Nullable String id;
    @Nullable String model;
    @Nullable JsonNode created;
    @Nullable String finishReason;
    @Nullable Usage usage;
    @Nullable Duration latency;
    @Nullable CallError error;
    private final String path;

    Answer(String path) {
        this.path = path;
        this.unread = new Unread(path);
    }

    void usage(@Nullable Integer prompt, @Nullable Integer completion, @Nullable Integer cached) {
        if (prompt != null || completion != null) {
            usage = new Usage(prompt == null ? 0 : prompt, completion == null ? 0 : completion, cached == null ? 0 : cached);
        }
    }

    /** Takes a model's name; an empty one names none. */
    void model(Fields body, List<String> names) {
        for (String name : names) {
            String value = model == null ? body.takeModel(name) : null;
            model = value == null || value.isEmpty() ? model : value;
        }
    }

    /** The response; one without any part is an answer only if the model says why it ended. */
    ChatResponse response(String where) {
        boolean answered = !parts.isEmpty() || (finishReason != null && error == null);
        if (!answered && error == null) {
            throw new BadRecord("\"" + path + "." + where + "\" is missing or empty",
                    "Log the response as the provider sent it; log an \"error\" where the call failed.");
        }
        return new ChatResponse(id, model, created, answered ? parts.message(Role.ASSISTANT) : null, finishReason, usage, error, latency, unread.parts());
    }

    /** The sum of counts, null where all of them are. */
    static @Nullable Integer sum(@Nullable Integer... counts) {
        long sum = -1;
        for (Integer count : counts) {
            sum = count == null ? sum : Math.max(sum, 0) + count;
        }
        return sum < 0 ? null : (int) Math.min(sum, Integer.MAX_VALUE);
    }
}
