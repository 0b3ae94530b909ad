package dev.downshift.core.evaluation;

import dev.downshift.core.datasets.DatasetId;
import dev.downshift.core.tasks.TaskId;
import dev.downshift.core.training.CandidateId;
import dev.downshift.engine.evaluation.Verdict;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An evaluation and how far it has come.
 *
 * @param done examples that every contender has answered
 * @param total of how many
 * @param metric the name of the metric that follows from the task's output shape
 * @param incumbentAsked whether the incumbent is asked again, decided when the evaluation begins; else its logged answers stand in
 * @param report everything that was measured, once it has ended
 * @param reportHash SHA-256 of the report's canonical text, in hexadecimal
 * @param cost what asking the incumbent again and running the models cost, in US dollars
 * @param failure why it failed, for people
 */
public record EvaluationView(
        EvaluationId id,
        TaskId task,
        DatasetId dataset,
        CandidateId candidate,
        EvaluationStatus status,
        boolean cancelRequested,
        int done,
        int total,
        String metric,
        EvaluationSettings settings,
        @Nullable Boolean incumbentAsked,
        @Nullable Verdict verdict,
        @Nullable JsonNode report,
        @Nullable String reportHash,
        @Nullable BigDecimal cost,
        @Nullable String failure,
        String requestedByName,
        Instant requestedAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt) {

    /** How much lower than the incumbent's the candidate's score may be. */
    public double margin() {
        return settings.margin();
    }

    /** Why the verdict is what it is, in plain words; empty before there is one. */
    public String reason() {
        return report == null ? "" : report.path("reason").asString("");
    }
}
