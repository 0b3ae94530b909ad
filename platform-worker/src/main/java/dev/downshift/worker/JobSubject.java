package dev.downshift.worker;

import dev.downshift.core.jobs.JobKind;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * What a kind of job is about, as far as the queue has to know it.
 *
 * @param fail ends a subject whose job cannot be run at all, with a reason for people
 * @param settle tells a subject that its job is done; told again without harm, for a worker may die between the end of a job and the
 *     telling, and the job's own listeners are not called by the next one
 */
public record JobSubject(JobKind kind, BiConsumer<UUID, String> fail, Consumer<UUID> settle) {

    /** One that the job itself tells everything. */
    public JobSubject(JobKind kind, BiConsumer<UUID, String> fail) {
        this(kind, fail, subject -> { });
    }
}
