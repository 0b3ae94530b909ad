package dev.downshift.core.tenancy;

import java.time.Instant;

/** The tenant: a team with its own calls, tasks, models and money. */
public record Organization(OrganizationId id, String name, String slug, Instant since) {}
