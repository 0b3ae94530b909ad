package dev.downshift.core.imports;

import dev.downshift.core.intake.Receipt;
import org.jspecify.annotations.Nullable;

/**
 * What one step of a run did, saved in one transaction with the receipt of what it brought.
 *
 * @param next where the following step goes on; null when everything up to {@code position} was fetched
 * @param pages how many pages or listings it took
 * @param receipt of a file; null when there was none
 * @param bytes of the file
 * @param skipped objects that were left out
 */
record Step(Position position, @Nullable Position next, int pages, @Nullable Receipt receipt, long bytes, int skipped) {

    static Step page(Position position, @Nullable Position next) {
        return new Step(position, next, 1, null, 0, 0);
    }

    Step with(Receipt received, long size) {
        return new Step(position, next, pages, received, size, skipped);
    }
}
