package dev.downshift.core.intake;

import dev.downshift.core.Page;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The stored calls of the current organization. Everything they hold is redacted. */
public interface Calls {

    /** A page of the calls that match. The time it takes does not grow with how many do. */
    Page<CallSummary> list(CallFilter filter, CallSort sort, @Nullable String cursor);

    /** Newest first. */
    Page<CallSummary> list(CallFilter filter, @Nullable String cursor);

    CallDetail get(CallId id);

    /** How many match, counted no further than to {@code atMost}: counting all of many takes long. */
    long count(CallFilter filter, long atMost);

    /** How many match. Reads them all. */
    long count(CallFilter filter);

    /**
     * All calls that match, oldest first, in constant memory: they are read in pages as they are consumed, each in a
     * transaction of its own unless one is running.
     */
    Stream<StoredCall> stream(CallFilter filter);

    /** These calls, oldest first; ids that are unknown are left out. */
    default Stream<StoredCall> stream(List<CallId> ids) {
        return stream(CallFilter.of(ids));
    }

    /** All calls, oldest first. */
    default Stream<StoredCall> stream() {
        return stream(CallFilter.ALL);
    }

    /** The models that calls name, by name; the first 200. */
    List<String> models();
}
