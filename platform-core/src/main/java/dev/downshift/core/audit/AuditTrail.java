package dev.downshift.core.audit;

import dev.downshift.core.Page;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The audit chain of the current organization. */
public interface AuditTrail {

    /**
     * Appends an entry of the current actor in the running transaction.
     *
     * @param details values that JSON can hold; never a secret and never text of a call
     */
    void append(String action, String subjectType, Object subjectId, Map<String, ?> details);

    /** Lists entries, newest first. */
    Page<AuditEntry> list(Filter filter, @Nullable String cursor);

    /** Computes the chain anew and compares. */
    Verification verify();

    /** Which entries; a null does not restrict. */
    record Filter(@Nullable String action, @Nullable String subjectType, @Nullable String subjectId, @Nullable String actorName) {
        public static final Filter ALL = new Filter(null, null, null, null);
    }

    /**
     * What a verification found.
     *
     * @param entries how many entries were read
     * @param brokenAt the first entry that does not fit the one before it or was changed; null if the chain is intact
     */
    record Verification(long entries, @Nullable Long brokenAt) {
        public boolean intact() {
            return brokenAt == null;
        }
    }
}
