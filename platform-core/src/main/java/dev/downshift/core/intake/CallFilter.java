package dev.downshift.core.intake;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which calls; a null does not restrict.
 *
 * @param ids only these, such as the calls of a task
 * @param model exactly this model
 * @param failed whether the call failed
 * @param from at or after
 * @param until before
 */
public record CallFilter(
        @Nullable List<CallId> ids,
        @Nullable UploadId upload,
        @Nullable String conversation,
        @Nullable String model,
        @Nullable Boolean failed,
        @Nullable Instant from,
        @Nullable Instant until) {

    public static final CallFilter ALL = new CallFilter(null, null, null, null, null, null, null);

    public static CallFilter of(List<CallId> ids) {
        return new CallFilter(List.copyOf(ids), null, null, null, null, null, null);
    }

    public static CallFilter of(UploadId upload) {
        return new CallFilter(null, upload, null, null, null, null, null);
    }
}
