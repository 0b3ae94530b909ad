package dev.downshift.gateway.log;

import dev.downshift.core.tenancy.OrganizationId;

/**
 * A call to be logged.
 *
 * @param line one record of a trace file as UTF-8 JSON, without a line break
 */
record LoggedCall(OrganizationId organization, byte[] line) {}
