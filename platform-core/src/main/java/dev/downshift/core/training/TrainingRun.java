package dev.downshift.core.training;

import dev.downshift.core.Conflict;
import dev.downshift.core.datasets.DatasetId;
import dev.downshift.core.models.Proposal;
import dev.downshift.core.tasks.TaskId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.TenantId;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** A run's life: queued, running, exporting, and one of three ends. Its figures of progress are written past it, in SQL. */
@Entity
@Table(name = "training_run")
@NullUnmarked
@SuppressWarnings("UnusedVariable") // Hibernate writes the fields that nothing here reads.
class TrainingRun {

    @Id private UUID id;
    @TenantId private UUID organizationId;
    private UUID taskId;
    private UUID datasetId;
    private String baseModel;

    @JdbcTypeCode(SqlTypes.JSON)
    private String specification;

    @Enumerated(EnumType.STRING)
    private TrainingStatus status;

    private boolean cancelRequested;
    private int estimatedSeconds;
    private BigDecimal estimatedCost;
    private @Nullable BigDecimal cost;
    private @Nullable String failure;
    private String requestedByName;
    private Instant requestedAt;
    private @Nullable Instant startedAt;
    private @Nullable Instant finishedAt;
    @Version private int version;

    protected TrainingRun() {}

    TrainingRun(
            UUID id, TaskId task, DatasetId dataset, Proposal proposal, String specification, String requestedBy, Instant now) {
        this.id = id;
        this.taskId = task.value();
        this.datasetId = dataset.value();
        this.baseModel = proposal.model().id();
        this.specification = specification;
        this.status = TrainingStatus.QUEUED;
        this.estimatedSeconds = proposal.seconds();
        this.estimatedCost = proposal.cost();
        this.requestedByName = requestedBy;
        this.requestedAt = now;
    }

    TrainingRunId id() {
        return new TrainingRunId(id);
    }

    TaskId task() {
        return new TaskId(taskId);
    }

    DatasetId dataset() {
        return new DatasetId(datasetId);
    }

    String baseModel() {
        return baseModel;
    }

    String specification() {
        return specification;
    }

    TrainingStatus status() {
        return status;
    }

    /** Begins, or goes on after the worker that ran it was lost. */
    void begin(Instant now) {
        requireUnfinished();
        status = TrainingStatus.RUNNING;
        if (startedAt == null) {
            startedAt = now;
        }
    }

    void export() {
        requireUnfinished();
        status = TrainingStatus.EXPORTING;
    }

    /** Asks it to stop; one that waits is cancelled at once. */
    void requestCancel(Instant now) {
        requireUnfinished();
        cancelRequested = true;
        if (status == TrainingStatus.QUEUED) {
            end(TrainingStatus.CANCELLED, null, BigDecimal.ZERO, now);
        }
    }

    void end(TrainingStatus how, @Nullable String reason, BigDecimal price, Instant now) {
        requireUnfinished();
        status = how;
        failure = reason;
        cost = price;
        finishedAt = now;
    }

    /** From its beginning to now, or to its end. */
    Duration duration(Instant now) {
        return startedAt == null ? Duration.ZERO : Duration.between(startedAt, finishedAt == null ? now : finishedAt);
    }

    private void requireUnfinished() {
        if (status.ended()) {
            throw new Conflict("This training run has ended. Start a new one.");
        }
    }
}
