package dev.downshift.core.intake;

import dev.downshift.core.tenancy.OrganizationId;

/**
 * All of an upload's calls are stored.
 *
 * @param calls how many there are
 */
public record UploadIngested(OrganizationId organizationId, UploadId uploadId, long calls) {}
