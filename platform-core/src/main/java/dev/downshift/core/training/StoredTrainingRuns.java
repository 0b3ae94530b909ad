package dev.downshift.core.training;

import dev.downshift.core.Conflict;
import dev.downshift.core.InvalidInput;
import dev.downshift.core.NotFound;
import dev.downshift.core.Page;
import dev.downshift.core.audit.AuditTrail;
import dev.downshift.core.datasets.DatasetId;
import dev.downshift.core.datasets.DatasetView;
import dev.downshift.core.datasets.Datasets;
import dev.downshift.core.jobs.JobKind;
import dev.downshift.core.jobs.JobQueue;
import dev.downshift.core.models.BaseModel;
import dev.downshift.core.models.Proposal;
import dev.downshift.core.tasks.TaskId;
import dev.downshift.core.tasks.Tasks;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.Permission;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Training runs in their table, each with a request to the workers that commits with it. */
@Service
@Transactional
class StoredTrainingRuns implements TrainingRuns {

    private static final int FEWEST_EXAMPLES = 2;

    private final StoredRuns runs;
    private final TrainingRows rows;
    private final TrainingEstimates estimates;
    private final Datasets datasets;
    private final Tasks tasks;
    private final JobQueue queue;
    private final AuditTrail audit;
    private final Clock clock;

    StoredTrainingRuns(
            StoredRuns runs,
            TrainingRows rows,
            TrainingEstimates estimates,
            Datasets datasets,
            Tasks tasks,
            JobQueue queue,
            AuditTrail audit,
            Clock clock) {
        this.runs = runs;
        this.rows = rows;
        this.estimates = estimates;
        this.datasets = datasets;
        this.tasks = tasks;
        this.queue = queue;
        this.audit = audit;
        this.clock = clock;
    }

    @Override
    @Transactional(readOnly = true)
    public Proposal propose(DatasetId dataset) {
        return estimates.propose(dataset, null, TrainingSettings.DEFAULT);
    }

    @Override
    @Transactional(readOnly = true)
    public Proposal estimate(DatasetId dataset, String baseModel, TrainingSettings settings) {
        return estimates.propose(dataset, baseModel, settings);
    }

    @Override
    public TrainingRunId start(DatasetId dataset, String baseModel, TrainingSettings settings) {
        Actor actor = Actor.current();
        actor.require(Permission.TRAIN);
        DatasetView examples = datasets.get(dataset);
        if (examples.train() < FEWEST_EXAMPLES) {
            throw new Conflict("This dataset has too few examples to train on.");
        }
        Proposal estimate = chosen(dataset, baseModel, settings);
        BaseModel model = estimate.model();
        if (model.unavailable() != null) {
            throw new InvalidInput("baseModel", model.name() + " cannot be trained here. " + model.unavailable(),
                    "Choose a base model that is available.");
        }
        Specification specification = new Specification(Objects.requireNonNull(model.source()), tasks.get(examples.task()).name(),
                examples.name(), examples.contentHash(), settings);
        rows.lock(dataset);
        rows.unfinished(dataset, model.id(), specification.toJson()).ifPresent(other -> {
            throw new Conflict("Run " + other + " trains this model on this dataset with these settings already. Wait for it, or cancel it first.");
        });
        TrainingRun run = runs.save(new TrainingRun(UUID.randomUUID(), examples.task(), dataset, estimate, specification.toJson(),
                actor.name(), clock.instant()));
        queue.enqueue(JobKind.TRAINING, run.id().value());
        audit.append("training.started", "training-run", run.id(),
                Map.of("dataset", dataset.toString(), "datasetHash", examples.contentHash(), "baseModel", model.id()));
        return run.id();
    }

    @Override
    @Transactional(readOnly = true)
    public TrainingRunView get(TrainingRunId id) {
        return rows.get(id);
    }

    @Override
    @Transactional(readOnly = true)
    public Page<TrainingRunView> list(@Nullable TaskId task, @Nullable String cursor) {
        return rows.list(task, cursor);
    }

    @Override
    @Transactional(readOnly = true)
    public List<TrainingEvent> events(TrainingRunId id, long after) {
        rows.get(id);
        return rows.events(id, after);
    }

    @Override
    public void cancel(TrainingRunId id) {
        Actor.current().require(Permission.TRAIN);
        TrainingRun run = runs.findById(id.value()).orElseThrow(() -> new NotFound("training run"));
        run.requestCancel(clock.instant());
        runs.save(run);
        audit.append("training.cancelled", "training-run", id, Map.of());
    }

    private Proposal chosen(DatasetId dataset, String baseModel, TrainingSettings settings) {
        try {
            return estimates.propose(dataset, baseModel, settings);
        } catch (NotFound unknown) {
            throw new InvalidInput("baseModel", "There is no base model '" + baseModel + "'.", "Take one from the list of models.");
        }
    }
}
