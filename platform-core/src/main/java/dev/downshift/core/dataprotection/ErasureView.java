package dev.downshift.core.dataprotection;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A request to erase the calls that hold a value.
 *
 * @param type of the value, such as PERSON
 * @param surrogate what stands for the value where it was redacted; the value itself is kept nowhere
 * @param calls found, and erased in the end
 * @param erased how many are erased already
 * @param conversations that the found calls were part of; null once they are confirmed, and in a list
 * @param uploads that brought the calls
 * @param messages deleted at the end, because no other call holds them
 * @param files of uploads, from which the calls could be read again: they are deleted too
 * @param failure why it stopped, for people; null unless it failed
 */
public record ErasureView(ErasureId id, String type, String surrogate, Status status, long calls, long erased, @Nullable Long conversations, long uploads, long messages,
        long files, @Nullable String failure, String requestedBy, Instant requestedAt, @Nullable Instant finishedAt) {

    /** How far it is. */
    public enum Status {
        /** The calls were found, and nothing is erased before somebody says so. */
        FOUND,
        QUEUED,
        ERASING,
        ERASED,
        /** It stopped; what is erased stays so, and it can be asked for again. */
        FAILED;

        /** Whether it is at work. */
        public boolean isRunning() {
            return this == QUEUED || this == ERASING;
        }
    }
}
