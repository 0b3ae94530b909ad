package dev.downshift.core.intake;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which calls; a null does not restrict.
 *
 * @param ids only these
 * @param model exactly this model
 * @param failed whether the call failed
 * @param from at or after
 * @param until before
 * @param task only calls of the task with this id
 * @param leastCost in US dollars, at least; calls of unknown cost are left out
 * @param mostCost in US dollars, at most; calls of unknown cost are left out
 * @param leastLatency at least; calls of unknown latency are left out
 * @param text words that all occur in the answer or in what the prompt adds to its conversation; one that ends in a star stands for all that begin so
 */
public record CallFilter(
        @Nullable List<CallId> ids,
        @Nullable UploadId upload,
        @Nullable String conversation,
        @Nullable String model,
        @Nullable Boolean failed,
        @Nullable Instant from,
        @Nullable Instant until,
        @Nullable UUID task,
        @Nullable BigDecimal leastCost,
        @Nullable BigDecimal mostCost,
        @Nullable Duration leastLatency,
        @Nullable String text) {

    public static final CallFilter ALL = new CallFilter(null, null, null, null, null, null, null);

    public CallFilter(@Nullable List<CallId> ids, @Nullable UploadId upload, @Nullable String conversation, @Nullable String model,
            @Nullable Boolean failed, @Nullable Instant from, @Nullable Instant until) {
        this(ids, upload, conversation, model, failed, from, until, null, null, null, null, null);
    }

    public static CallFilter of(List<CallId> ids) {
        return new CallFilter(List.copyOf(ids), null, null, null, null, null, null);
    }

    public static CallFilter of(UploadId upload) {
        return new CallFilter(null, upload, null, null, null, null, null);
    }

    /** Whether nothing but a task restricts. */
    boolean isOfTaskAlone() {
        return task != null && equals(ALL.withTask(task));
    }

    CallFilter withIds(List<CallId> only) {
        return new CallFilter(only, upload, conversation, model, failed, from, until, task, leastCost, mostCost, leastLatency, text);
    }

    public CallFilter withTask(@Nullable UUID only) {
        return new CallFilter(ids, upload, conversation, model, failed, from, until, only, leastCost, mostCost, leastLatency, text);
    }

    public CallFilter withCost(@Nullable BigDecimal least, @Nullable BigDecimal most) {
        return new CallFilter(ids, upload, conversation, model, failed, from, until, task, least, most, leastLatency, text);
    }

    public CallFilter withLatency(@Nullable Duration least) {
        return new CallFilter(ids, upload, conversation, model, failed, from, until, task, leastCost, mostCost, least, text);
    }

    public CallFilter withText(@Nullable String words) {
        return new CallFilter(ids, upload, conversation, model, failed, from, until, task, leastCost, mostCost, leastLatency, words);
    }
}
