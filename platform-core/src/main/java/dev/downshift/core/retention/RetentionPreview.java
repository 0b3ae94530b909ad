package dev.downshift.core.retention;

import java.time.Instant;

/**
 * What a policy would remove.
 *
 * @param at when: the next midnight UTC
 * @param keptFrom what is older than this then
 * @param calls stored now
 * @param rejectedRecords listed now
 */
public record RetentionPreview(Instant at, Instant keptFrom, long calls, long rejectedRecords) {}
