package dev.downshift.core.training;

import dev.downshift.core.datasets.DatasetId;
import dev.downshift.core.tasks.TaskId;
import java.nio.file.Path;
import java.time.Instant;

/**
 * A fine-tuned model whose export gave the trained model's own answers: what may be evaluated.
 *
 * @param dataset what it was trained on, and the only one whose test part it has certainly never seen
 * @param baseModel the base model's id in the catalogue
 * @param directory the run's files; {@code adapter/} (safetensors) and {@code Modelfile} among them
 * @param gguf the merged model
 * @param baseHash SHA-256 of the base model's file, in hex like the others
 * @param goldenTotal prompts of the golden check; all of them were answered equally
 */
public record CandidateView(
        CandidateId id,
        TaskId task,
        TrainingRunId run,
        DatasetId dataset,
        String name,
        String baseModel,
        Path directory,
        Path gguf,
        long ggufBytes,
        String baseHash,
        String adapterHash,
        String ggufHash,
        int goldenTotal,
        Instant createdAt) {}
