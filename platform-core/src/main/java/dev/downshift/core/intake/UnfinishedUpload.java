package dev.downshift.core.intake;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A file of which not every byte has come yet, or has just come.
 *
 * @param fileName redacted
 * @param byteCount the size of the whole file; null as long as the sender has not said
 * @param received how many bytes are kept
 * @param metadata what the sender calls it, word for word
 * @param expiresAt when it is deleted unless more comes
 * @param receipt what became of it; null until it was complete
 */
public record UnfinishedUpload(
        UUID id,
        String fileName,
        @Nullable Long byteCount,
        long received,
        @Nullable String metadata,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Receipt receipt) {

    /** Whether every byte has come. */
    public boolean isComplete() {
        return byteCount != null && received == byteCount;
    }
}
