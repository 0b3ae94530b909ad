package dev.downshift.core.evaluation;

import dev.downshift.core.Conflict;
import dev.downshift.core.InvalidInput;
import dev.downshift.core.Page;
import dev.downshift.core.audit.AuditTrail;
import dev.downshift.core.datasets.DatasetId;
import dev.downshift.core.datasets.DatasetView;
import dev.downshift.core.datasets.Datasets;
import dev.downshift.core.jobs.JobKind;
import dev.downshift.core.jobs.JobQueue;
import dev.downshift.core.tasks.TaskId;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.Permission;
import dev.downshift.core.training.CandidateId;
import dev.downshift.core.training.CandidateView;
import dev.downshift.core.training.Candidates;
import dev.downshift.engine.evaluation.Metric;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Evaluations in their table, each with a request to the workers that commits with it. */
@Service
@Transactional
class StoredEvaluations implements Evaluations {

    private final EvaluationRows rows;
    private final ResultRows results;
    private final Candidates candidates;
    private final Datasets datasets;
    private final JobQueue jobs;
    private final AuditTrail audit;
    private final Endings endings;

    StoredEvaluations(EvaluationRows rows, ResultRows results, Candidates candidates, Datasets datasets, JobQueue jobs, AuditTrail audit, Endings endings) {
        this.rows = rows;
        this.results = results;
        this.candidates = candidates;
        this.datasets = datasets;
        this.jobs = jobs;
        this.audit = audit;
        this.endings = endings;
    }

    @Override
    public EvaluationId start(CandidateId candidate, DatasetId dataset, EvaluationSettings settings) {
        Actor actor = Actor.current();
        actor.require(Permission.TRAIN);
        CandidateView contender = candidates.get(candidate);
        DatasetView frozen = datasets.get(dataset);
        if (!dataset.equals(contender.dataset())) {
            throw new InvalidInput("dataset", "The candidate was trained on another dataset, so it may have seen this one's test examples in training.",
                    "Send dataset " + contender.dataset() + ", which it was trained on.");
        }
        rows.lock(candidate);
        rows.unfinished(candidate, dataset, settings).ifPresent(other -> {
            throw new Conflict("Evaluation " + other + " measures this candidate with these settings already. Wait for it, or cancel it first.");
        });
        EvaluationId id = rows.insert(contender.task(), dataset, candidate, Metric.of(frozen.shape()).name(),
                Math.min(settings.examples(), frozen.test()), settings, actor.name());
        jobs.enqueue(JobKind.EVALUATION, id.value());
        audit.append("evaluation.requested", "evaluation", id, Map.of("candidate", candidate.toString(), "dataset", dataset.toString(),
                "datasetSha256", frozen.contentHash(), "margin", settings.margin(), "examples", settings.examples()));
        return id;
    }

    @Override
    @Transactional(readOnly = true)
    public EvaluationView get(EvaluationId id) {
        return rows.get(id);
    }

    @Override
    @Transactional(readOnly = true)
    public Page<EvaluationView> list(@Nullable TaskId task, @Nullable String cursor) {
        return rows.list(task, cursor);
    }

    @Override
    @Transactional(readOnly = true)
    public List<EvaluationView> byTask(TaskId task) {
        return rows.byTask(task);
    }

    @Override
    public void cancel(EvaluationId id) {
        Actor.current().require(Permission.TRAIN);
        if (rows.get(id).status().ended()) {
            throw new Conflict("This evaluation has ended; there is nothing to cancel.");
        }
        rows.requestCancel(id);
        if (rows.get(id).status() == EvaluationStatus.QUEUED) {
            endings.end(id, EvaluationStatus.CANCELLED, null);
        }
        audit.append("evaluation.cancelled", "evaluation", id, Map.of());
    }

    @Override
    @Transactional(readOnly = true)
    public Page<ExampleResult> results(EvaluationId id, boolean disagreementsOnly, @Nullable String cursor) {
        rows.get(id);
        return results.page(id, disagreementsOnly, cursor);
    }
}
