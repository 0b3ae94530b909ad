package dev.downshift.core.imports;

import dev.downshift.core.tenancy.OrganizationId;
import org.jspecify.annotations.Nullable;

/**
 * A run at work, as it stands in the database.
 *
 * @param version of the import; while it is the same, nobody has changed the import
 * @param credential null for a bucket that is open to everyone
 * @param position null where the run is at its watermark
 * @param pages how many the run has taken so far
 */
record Fetch(OrganizationId organization, ImportId id, ImportRunId run, int version, Source source, @Nullable Credential credential, ImportView view,
        @Nullable Position position, int pages) {}
