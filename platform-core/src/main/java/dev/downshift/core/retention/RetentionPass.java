package dev.downshift.core.retention;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What was removed on a day in UTC.
 *
 * @param keptFrom what was older than this was removed
 * @param finishedAt null as long as it is at work, or until another worker goes on with it
 */
public record RetentionPass(LocalDate day, Instant keptFrom, long calls, long rejectedRecords, @Nullable Instant finishedAt) {}
