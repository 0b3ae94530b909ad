package dev.downshift.core.limits;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An intake policy as it was saved.
 *
 * @param version from 1; 0 is the standard policy, which nobody saved
 * @param createdBy who saved it; null for the standard policy
 */
public record IntakePolicyVersion(int version, IntakePolicy policy, @Nullable String createdBy, @Nullable Instant createdAt) {

    /** What holds until an organization saves a policy of its own. */
    public static IntakePolicyVersion standard() {
        return new IntakePolicyVersion(0, IntakePolicy.STANDARD, null, null);
    }
}
