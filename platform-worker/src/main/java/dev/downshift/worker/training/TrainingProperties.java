package dev.downshift.worker.training;

import dev.downshift.core.DownshiftHome;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where training runs.
 *
 * @param python the interpreter of the trainer's environment; null takes DOWNSHIFT_PYTHON, else the project's own
 * @param trainer the folder of the trainer's package; null takes the project's own
 * @param models where base models are unpacked; null takes a folder in the home
 */
@ConfigurationProperties("downshift.training")
record TrainingProperties(@Nullable Path python, @Nullable Path trainer, @Nullable Path models) {

    Path interpreter() {
        if (python != null) {
            return python;
        }
        String variable = System.getenv("DOWNSHIFT_PYTHON");
        return variable != null && !variable.isBlank() ? Path.of(variable) : project().resolve(".downshift/python/bin/python");
    }

    Path modelsFolder(DownshiftHome home) {
        return models == null ? home.resolve("models") : models;
    }

    Path trainerFolder() {
        return trainer == null ? project().resolve("trainer") : trainer;
    }

    /** The launcher names the project; without it, it is the folder above this one that holds the trainer. */
    private static Path project() {
        String variable = System.getenv("DOWNSHIFT_PROJECT");
        if (variable != null && !variable.isBlank()) {
            return Path.of(variable);
        }
        Path here = Path.of("").toAbsolutePath();
        for (Path folder = here; folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve("trainer/downshift_trainer"))) {
                return folder;
            }
        }
        return here;
    }
}
