package dev.downshift.core.promotion;

import dev.downshift.core.CanonicalJson;
import dev.downshift.core.Sha256;
import dev.downshift.core.datasets.DatasetView;
import dev.downshift.core.datasets.Datasets;
import dev.downshift.core.evaluation.EvaluationView;
import dev.downshift.core.tasks.TaskView;
import dev.downshift.core.tasks.Tasks;
import dev.downshift.core.training.CandidateView;
import dev.downshift.core.training.Candidates;
import java.time.Instant;
import java.util.HexFormat;
import org.springframework.stereotype.Component;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What a decision rests on, collected once: the report, and the hashes of everything that made it. */
@Component
class Evidence {

    private final Tasks tasks;
    private final Candidates candidates;
    private final Datasets datasets;
    private final JsonMapper json;

    Evidence(Tasks tasks, Candidates candidates, Datasets datasets, JsonMapper json) {
        this.tasks = tasks;
        this.candidates = candidates;
        this.datasets = datasets;
        this.json = json.rebuild().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
    }

    /** The evidence as one JSON text, and the SHA-256 of its canonical form. */
    static final class Frozen {

        private final String json;
        private final byte[] hash;

        private Frozen(String json, byte[] hash) {
            this.json = json;
            this.hash = hash;
        }

        String json() {
            return json;
        }

        byte[] hash() {
            return hash.clone();
        }
    }

    Frozen freeze(EvaluationView evaluation, Instant now) {
        ObjectNode evidence = json.createObjectNode().put("frozenAt", now.toString());
        addTask(evidence, tasks.get(evaluation.task()));
        addCandidate(evidence, candidates.get(evaluation.candidate()));
        addDataset(evidence, datasets.get(evaluation.dataset()));
        addEvaluation(evidence, evaluation);
        String text = json.writeValueAsString(evidence);
        return new Frozen(text, hash(text));
    }

    /** Hashes the canonical form, which survives the database's own spelling of JSON. */
    byte[] hash(String evidence) {
        return Sha256.of(CanonicalJson.of(parse(evidence)));
    }

    JsonNode parse(String evidence) {
        return json.readTree(evidence);
    }

    private static void addTask(ObjectNode evidence, TaskView task) {
        evidence.putObject("task")
                .put("id", task.id().toString())
                .put("name", task.name())
                .put("version", task.version())
                .put("templateHash", HexFormat.of().formatHex(Sha256.of(task.template())));
    }

    private static void addCandidate(ObjectNode evidence, CandidateView candidate) {
        evidence.putObject("candidate")
                .put("id", candidate.id().toString())
                .put("name", candidate.name())
                .put("trainingRun", candidate.run().toString())
                .put("baseModel", candidate.baseModel())
                .put("baseHash", candidate.baseHash())
                .put("adapterHash", candidate.adapterHash())
                .put("ggufHash", candidate.ggufHash())
                .put("ggufBytes", candidate.ggufBytes());
    }

    private static void addDataset(ObjectNode evidence, DatasetView dataset) {
        evidence.putObject("dataset")
                .put("id", dataset.id().toString())
                .put("name", dataset.name())
                .put("train", dataset.train())
                .put("validation", dataset.validation())
                .put("test", dataset.test())
                .put("contentHash", dataset.contentHash());
    }

    private static void addEvaluation(ObjectNode evidence, EvaluationView evaluation) {
        ObjectNode node = evidence.putObject("evaluation")
                .put("id", evaluation.id().toString())
                .put("metric", evaluation.metric())
                .put("verdict", String.valueOf(evaluation.verdict()))
                .put("reportHash", evaluation.reportHash())
                .put("finishedAt", String.valueOf(evaluation.finishedAt()));
        if (evaluation.report() != null) {
            node.set("report", evaluation.report());
        }
    }
}
