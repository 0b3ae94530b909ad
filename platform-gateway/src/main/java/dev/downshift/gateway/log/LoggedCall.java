package dev.downshift.gateway.log;

import dev.downshift.core.tenancy.OrganizationId;

/**
 * A call to be logged.
 *
 * @param line one record of a trace file, JSON without a line break
 */
record LoggedCall(OrganizationId organization, String line) {}
