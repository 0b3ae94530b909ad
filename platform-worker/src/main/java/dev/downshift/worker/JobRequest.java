package dev.downshift.worker;

import dev.downshift.core.jobs.JobKind;
import dev.downshift.core.tenancy.OrganizationId;
import java.util.UUID;

/**
 * A request for work, as the queue holds it.
 *
 * @param attempts how often workers took it up before
 */
record JobRequest(UUID id, OrganizationId organization, JobKind kind, UUID subject, int attempts) {}
