package dev.downshift.core.spool;

import dev.downshift.core.tenancy.OrganizationId;
import java.nio.charset.StandardCharsets;

/**
 * A trace record on its way to intake.
 *
 * @param line one record of a trace file, JSON without a line break
 */
public record SpoolLine(OrganizationId organization, String line) {

    /** How many bytes a line takes in the file that it becomes a part of. */
    public static long bytes(String line) {
        return line.getBytes(StandardCharsets.UTF_8).length + 1L;
    }
}
