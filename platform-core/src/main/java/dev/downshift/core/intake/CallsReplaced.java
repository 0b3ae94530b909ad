package dev.downshift.core.intake;

import dev.downshift.core.tenancy.OrganizationId;
import java.util.List;

/**
 * More complete versions of calls, or calls recorded inside them, have come in and are about to take the place of the stored ones, in the
 * running transaction. When their upload is read, it is announced as {@link UploadIngested}, and its calls with it.
 */
public record CallsReplaced(OrganizationId organization, List<CallId> calls) {

    public CallsReplaced {
        calls = List.copyOf(calls);
    }
}
