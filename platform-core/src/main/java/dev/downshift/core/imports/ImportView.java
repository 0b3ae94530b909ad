package dev.downshift.core.imports;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An import, and how it last went.
 *
 * @param hasCredential whether a credential is stored; it is never shown
 * @param since the oldest that is fetched; null for everything
 * @param watermark everything from before was fetched; null before the first time
 * @param nextAt when it looks again; null while it is paused
 * @param lastRun null before the first one
 */
public record ImportView(ImportId id, String name, Source source, boolean hasCredential, Schedule schedule, boolean paused, @Nullable Instant since,
        @Nullable Instant watermark, @Nullable Instant nextAt, String changedByName, Instant createdAt, Instant changedAt, @Nullable ImportRunView lastRun) {}
