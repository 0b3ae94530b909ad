package dev.downshift.core.privacy;

import dev.downshift.engine.privacy.RedactionPolicy;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A redaction policy as it was saved.
 *
 * @param version from 1; 0 is the standard policy, which nobody saved
 * @param createdBy who saved it; null for the standard policy
 */
public record PolicyVersion(int version, RedactionPolicy policy, @Nullable String createdBy, @Nullable Instant createdAt) {

    /** What holds until an organization saves a policy of its own. */
    public static PolicyVersion standard() {
        return new PolicyVersion(0, RedactionPolicy.standard(), null, null);
    }
}
