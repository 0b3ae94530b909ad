package dev.downshift.core.spool;

import dev.downshift.core.tenancy.OrganizationId;

/**
 * A trace record on its way to intake.
 *
 * @param line one record of a trace file, JSON without a line break
 */
public record SpoolLine(OrganizationId organization, String line) {}
