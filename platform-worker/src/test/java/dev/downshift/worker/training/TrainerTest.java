package dev.downshift.worker.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Runs the trainer's own tests, so that one command runs every test. */
class TrainerTest {

    @Test
    void theTrainersOwnTestsPass() throws IOException, InterruptedException {
        TrainingProperties properties = new TrainingProperties(null, null, null);
        assumeThat(Files.isExecutable(properties.interpreter()))
                .as("the trainer's Python is missing: run './downshift doctor --install', or set DOWNSHIFT_PYTHON")
                .isTrue();
        ProcessBuilder tests = new ProcessBuilder(List.of(properties.interpreter().toString(), "-m", "pytest", "-q", "-p", "no:cacheprovider"))
                .directory(properties.trainerFolder().toFile())
                .redirectErrorStream(true);
        tests.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        Process process = tests.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }
}
