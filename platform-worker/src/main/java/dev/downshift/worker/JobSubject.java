package dev.downshift.worker;

import dev.downshift.core.jobs.JobKind;
import java.util.UUID;
import java.util.function.BiConsumer;

/**
 * What a kind of job is about, as far as the queue has to know it.
 *
 * @param fail ends a subject whose job cannot be run at all, with a reason for people
 */
public record JobSubject(JobKind kind, BiConsumer<UUID, String> fail) {}
