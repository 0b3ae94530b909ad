package dev.downshift.core.imports;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far the fetching beyond the watermark has come.
 *
 * @param from the oldest that is asked for; null for everything
 * @param to everything from before this was fetched, once the end is reached
 * @param cursor where to go on, in the source's own terms; null at the beginning
 * @param size how many items a page has
 * @param found what the source was asked once and for all: Langfuse's version, the id of LangSmith's project; null before
 */
record Position(@Nullable Instant from, Instant to, @Nullable String cursor, int size, @Nullable String found) {

    Position at(String next) {
        return new Position(from, to, next, size, found);
    }

    Position withSize(int other) {
        return new Position(from, to, cursor, other, found);
    }

    Position having(String what) {
        return new Position(from, to, cursor, size, what);
    }
}
