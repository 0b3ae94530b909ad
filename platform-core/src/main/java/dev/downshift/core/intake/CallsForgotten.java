package dev.downshift.core.intake;

import dev.downshift.core.tenancy.OrganizationId;
import java.time.Instant;

/**
 * Calls are gone because they are old or were erased, and what was computed from all calls has to be computed anew.
 *
 * @param keptFrom the oldest time of which calls are kept
 */
public record CallsForgotten(OrganizationId organizationId, Instant keptFrom) {}
