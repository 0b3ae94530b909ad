package dev.downshift.core.evaluation;

import dev.downshift.core.Sha256;
import dev.downshift.core.audit.AuditTrail;
import dev.downshift.core.datasets.DatasetView;
import dev.downshift.core.datasets.Datasets;
import dev.downshift.core.datasets.Example;
import dev.downshift.core.intake.CallId;
import dev.downshift.core.intake.Calls;
import dev.downshift.core.intake.StoredCall;
import dev.downshift.core.training.CandidateView;
import dev.downshift.core.training.Candidates;
import dev.downshift.engine.evaluation.Comparison;
import dev.downshift.engine.evaluation.Criterion;
import dev.downshift.engine.traces.CanonicalJson;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.node.ObjectNode;

/** Takes an evaluation forward in short transactions; models are asked between them. */
@Service
class StoredEvaluationWork implements EvaluationWork {

    private static final int AT_ONCE = 8;
    private static final double MOST_LEFT_OUT = 0.2;

    private final EvaluationRows rows;
    private final ResultRows results;
    private final Datasets datasets;
    private final Candidates candidates;
    private final Calls calls;
    private final Panels panels;
    private final AuditTrail audit;
    private final Endings endings;
    private final TransactionOperations transactions;
    private final Clock clock;

    StoredEvaluationWork(EvaluationRows rows, ResultRows results, Datasets datasets, Candidates candidates, Calls calls, Panels panels,
            AuditTrail audit, Endings endings, TransactionOperations transactions, Clock clock) {
        this.rows = rows;
        this.results = results;
        this.datasets = datasets;
        this.candidates = candidates;
        this.calls = calls;
        this.panels = panels;
        this.audit = audit;
        this.endings = endings;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** What is to be asked next; {@code withBase} are the ordinals that the base model is asked as well. */
    private record Portion(EvaluationView evaluation, DatasetView dataset, CandidateView candidate, boolean incumbentAsked, List<Example> examples,
            Set<Integer> withBase, Map<CallId, StoredCall> logged) {}

    @Override
    public boolean advance(EvaluationId id) {
        Portion portion = Objects.requireNonNull(transactions.execute(status -> next(id)));
        if (portion.examples().isEmpty()) {
            return false;
        }
        Panel panel = panels.gather(portion.candidate(), portion.dataset(), portion.incumbentAsked(), !portion.withBase().isEmpty());
        List<ExampleResult> answered = new ArrayList<>();
        try {
            List<Future<Answer>> incumbent =
                    portion.examples().stream().map(example -> panel.askIncumbent(example, portion.logged().get(example.call()))).toList();
            for (int at = 0; at < incumbent.size(); at++) {
                Example example = portion.examples().get(at);
                answered.add(panel.ask(example, incumbent.get(at), portion.withBase().contains(example.ordinal())));
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while models were answering", stopping);
        }
        transactions.executeWithoutResult(status -> {
            answered.forEach(result -> results.insert(id, result));
            rows.progress(id, results.done(id).size());
        });
        return true;
    }

    private Portion next(EvaluationId id) {
        EvaluationView evaluation = rows.get(id);
        DatasetView dataset = datasets.get(evaluation.dataset());
        CandidateView candidate = candidates.get(evaluation.candidate());
        if (evaluation.status().ended() || evaluation.cancelRequested()) {
            return new Portion(evaluation, dataset, candidate, false, List.of(), Set.of(), Map.of());
        }
        boolean asked = Objects.requireNonNullElseGet(evaluation.incumbentAsked(), panels::incumbentConfigured);
        rows.begin(id, asked, clock.instant());
        Sample sample = Sample.of(dataset, evaluation.settings());
        Set<Integer> done = results.done(id);
        List<Integer> ordinals = sample.ordinals().stream().filter(ordinal -> !done.contains(ordinal)).limit(AT_ONCE).toList();
        List<Example> examples = datasets.examples(dataset.id(), ordinals);
        Map<CallId, StoredCall> logged = new HashMap<>();
        if (!examples.isEmpty()) {
            try (Stream<StoredCall> stored = calls.stream(examples.stream().map(Example::call).toList())) {
                stored.forEach(call -> logged.put(call.id(), call));
            }
        }
        return new Portion(evaluation, dataset, candidate, asked, examples, sample.withBase(), logged);
    }

    @Override
    public void finish(EvaluationId id) {
        transactions.executeWithoutResult(status -> {
            EvaluationView evaluation = rows.get(id);
            if (evaluation.status().ended()) {
                return;
            }
            if (evaluation.cancelRequested()) {
                endings.end(id, EvaluationStatus.CANCELLED, null);
                return;
            }
            conclude(evaluation);
        });
    }

    private void conclude(EvaluationView evaluation) {
        Report report = new Report(evaluation, datasets.get(evaluation.dataset()), candidates.get(evaluation.candidate()), results.all(evaluation.id()));
        int leftOut = report.results().size() - report.paired().size();
        if (report.paired().isEmpty() || leftOut > MOST_LEFT_OUT * report.results().size()) {
            endings.end(evaluation.id(), EvaluationStatus.FAILED,
                    "The incumbent did not answer %d of %d examples. Check its endpoint in the settings, then start the evaluation again."
                            .formatted(leftOut, report.results().size()));
            return;
        }
        Criterion criterion = Criterion.withMargin(evaluation.settings().margin());
        Comparison comparison = report.comparison(criterion);
        ObjectNode json = report.json(criterion, comparison);
        byte[] hash = Sha256.of(CanonicalJson.text(json));
        rows.conclude(evaluation.id(), comparison.verdict(), json, hash);
        audit.append("evaluation.concluded", "evaluation", evaluation.id(), Map.of("verdict", comparison.verdict().name(),
                "candidate", evaluation.candidate().toString(), "reportSha256", Sha256.hex(hash)));
        endings.end(evaluation.id(), EvaluationStatus.SUCCEEDED, null);
    }

    @Override
    public void fail(EvaluationId id, String reason) {
        transactions.executeWithoutResult(status -> endings.end(id, EvaluationStatus.FAILED, reason));
    }
}
