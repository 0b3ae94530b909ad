package dev.downshift.worker.training;

import dev.downshift.core.DownshiftHome;
import dev.downshift.core.datasets.DatasetId;
import dev.downshift.core.datasets.Datasets;
import dev.downshift.core.datasets.Example;
import dev.downshift.core.datasets.Split;
import dev.downshift.core.tenancy.Tenant;
import dev.downshift.core.training.TrainingJournal;
import dev.downshift.core.training.TrainingJournal.Artifacts;
import dev.downshift.core.training.TrainingJournal.Assignment;
import dev.downshift.core.training.TrainingRunId;
import dev.downshift.worker.training.TrainingBackend.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Carries out one training run: examples into files, the backend, the golden check, and the record of it all. */
@Component
class TrainingWork {

    private static final Logger LOG = LoggerFactory.getLogger(TrainingWork.class);

    private final TrainingJournal journal;
    private final Datasets datasets;
    private final TrainingBackend backend;
    private final GoldenCheck golden;
    private final DownshiftHome home;
    private final TrainingProperties properties;
    private final JsonMapper json;
    private final AtomicInteger active = new AtomicInteger();

    TrainingWork(
            TrainingJournal journal,
            Datasets datasets,
            TrainingBackend backend,
            GoldenCheck golden,
            DownshiftHome home,
            TrainingProperties properties,
            JsonMapper json) {
        this.journal = journal;
        this.datasets = datasets;
        this.backend = backend;
        this.golden = golden;
        this.home = home;
        this.properties = properties;
        this.json = json;
    }

    void run(TrainingRunId id) throws IOException, InterruptedException {
        Assignment assignment = journal.begin(id);
        if (assignment.ended()) {
            return;
        }
        int together = active.incrementAndGet();
        try {
            RunFolder folder = new RunFolder(home.resolve("runs").resolve(Tenant.current().toString()).resolve(id.toString()));
            prepare(folder, assignment, together);
            conclude(id, folder, backend.run(folder, new RunSupervisor(journal, id, assignment.eventsSeen())));
        } catch (IOException | RuntimeException failure) {
            LOG.error("Training run {} failed", id, failure);
            journal.fail(id, "The worker could not carry out the run: " + failure.getMessage());
        } finally {
            active.decrementAndGet();
        }
    }

    private void conclude(TrainingRunId id, RunFolder folder, Outcome outcome) throws IOException, InterruptedException {
        switch (outcome) {
            case Outcome.Stopped() -> journal.cancelled(id);
            case Outcome.Failed(String reason) -> journal.fail(id, reason);
            case Outcome.Finished() -> {
                journal.exporting(id);
                GoldenCheck.Result checked = golden.check(id, folder);
                Artifacts artifacts = artifacts(folder, checked);
                if (checked.passed()) {
                    journal.succeed(id, artifacts);
                } else {
                    journal.failGoldenCheck(id, artifacts, checked.difference());
                }
            }
        }
    }

    private void prepare(RunFolder folder, Assignment assignment, int together) throws IOException {
        if (Files.exists(folder.specification())) {
            return;
        }
        write(folder, assignment.dataset(), Split.TRAIN, "train.jsonl");
        write(folder, assignment.dataset(), Split.VALIDATION, "validation.jsonl");
        var settings = assignment.settings();
        ObjectNode specification = json.createObjectNode()
                .put("base", assignment.source())
                .put("cache", properties.modelsFolder(home).toAbsolutePath().toString())
                .put("epochs", settings.epochs())
                .put("max_seconds", settings.maxSeconds())
                .put("rank", settings.rank())
                .put("alpha", settings.rank() * 2)
                .put("learning_rate", settings.learningRate())
                .put("batch_size", settings.batchSize())
                .put("threads", Math.max(1, Runtime.getRuntime().availableProcessors() / together))
                .put("seed", settings.seed());
        if (settings.maxSteps() != null) {
            specification.put("max_steps", settings.maxSteps());
        }
        if (settings.layers() != null) {
            specification.put("layers", settings.layers());
        }
        folder.writeSpecification(specification);
    }

    private void write(RunFolder folder, DatasetId dataset, Split split, String name) throws IOException {
        try (Stream<Example> examples = datasets.examples(dataset, split)) {
            folder.write(name, examples.map(this::line));
        }
    }

    private String line(Example example) {
        ObjectNode row = json.createObjectNode();
        row.putArray("messages").addAll(example.messages());
        row.putArray("tools").addAll(example.tools());
        row.set("answer", example.answer());
        return row.toString();
    }

    private static Artifacts artifacts(RunFolder folder, GoldenCheck.Result checked) {
        JsonNode result = folder.result();
        return new Artifacts(
                folder.path().toString(),
                result.path("base_sha256").stringValue(),
                result.path("adapter_sha256").stringValue(),
                result.path("gguf").stringValue(),
                result.path("gguf_sha256").stringValue(),
                result.path("gguf_bytes").asLong(),
                checked.total(),
                checked.equal());
    }
}
