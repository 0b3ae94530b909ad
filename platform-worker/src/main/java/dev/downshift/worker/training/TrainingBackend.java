package dev.downshift.worker.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs the trainer as a process on this machine. Its standard input is a pipe from here: when the worker dies, however it
 * does, the trainer sees the end of it, saves a checkpoint and stops.
 */
final class TrainingBackend {

    private static final int STOPPED = 75;
    private static final int BAD_INPUT = 65;
    private static final int ATTEMPTS = 5;
    private static final long POLL_MILLISECONDS = 400;
    private static final long GRACE_SECONDS = 60;

    private final Path python;
    private final Path trainer;

    /**
     * @param python the interpreter of the trainer's environment
     * @param trainer the folder that holds the package {@code downshift_trainer}
     */
    TrainingBackend(Path python, Path trainer) {
        this.python = python;
        this.trainer = trainer;
    }

    /**
     * Runs the specification in the folder to its end, from the newest checkpoint if there is one. A run whose trainer
     * was killed goes on; one that is still at work for a worker that is gone is stopped first.
     */
    Outcome run(RunFolder folder, RunSupervisor supervisor) throws IOException, InterruptedException {
        if (!Files.isExecutable(python)) {
            return new Outcome.Failed("There is no Python at " + python
                    + ". Run './downshift doctor --install', or set DOWNSHIFT_PYTHON to an interpreter with the trainer's packages.");
        }
        EventFile events = new EventFile(folder.events(), supervisor.eventsSeen());
        for (int attempt = 1; ; attempt++) {
            Process process = start(folder);
            Follower follower = new Follower(process, events, supervisor);
            int status;
            try {
                status = follower.follow();
            } finally {
                end(process);
            }
            if (status == 0 && folder.hasResult()) {
                return new Outcome.Finished();
            }
            if (supervisor.cancelRequested()) {
                return new Outcome.Stopped();
            }
            boolean killed = status > 128 || status == STOPPED;
            if (!killed || attempt == ATTEMPTS) {
                return new Outcome.Failed(reason(folder, status, follower.failure()));
            }
        }
    }

    private Process start(RunFolder folder) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(List.of(
                python.toString(), "-m", "downshift_trainer", "train",
                "--spec", folder.specification().toString(), "--stop-on-end-of-input"));
        builder.environment().put("PYTHONPATH", trainer.toString());
        builder.environment().put("PYTHONUNBUFFERED", "1");
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        builder.directory(folder.path().toFile());
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(folder.events().toFile()));
        builder.redirectError(ProcessBuilder.Redirect.appendTo(folder.log().toFile()));
        return builder.start();
    }

    private static void end(Process process) throws InterruptedException {
        if (process.isAlive()) {
            process.destroy();
            if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        }
    }

    private static String reason(RunFolder folder, int status, @Nullable String told) throws IOException {
        if (told != null) {
            return told;
        }
        if (status == BAD_INPUT) {
            return "The trainer refused its input. See " + folder.log() + ".";
        }
        String end = folder.endOfLog();
        return "The trainer ended with status " + status + (end.isEmpty() ? "." : ":\n" + end);
    }

    /** How a run ended. */
    sealed interface Outcome {

        /** The results lie in the folder. */
        record Finished() implements Outcome {}

        /** It was asked to stop and has saved a checkpoint. */
        record Stopped() implements Outcome {}

        /** It cannot go on; the reason tells a person what happened and what to do. */
        record Failed(String reason) implements Outcome {}
    }

    /** Passes progress on until the process ends, and asks it to stop when the run is cancelled. */
    private static final class Follower {

        private final Process process;
        private final EventFile file;
        private final RunSupervisor supervisor;
        private @Nullable String failure;
        private boolean asked;

        Follower(Process process, EventFile file, RunSupervisor supervisor) {
            this.process = process;
            this.file = file;
            this.supervisor = supervisor;
        }

        int follow() throws IOException, InterruptedException {
            long askedAt = 0;
            while (!process.waitFor(POLL_MILLISECONDS, TimeUnit.MILLISECONDS)) {
                pass();
                if (!asked && supervisor.cancelRequested()) {
                    asked = true;
                    askedAt = System.nanoTime();
                    process.destroy();
                }
                if (asked && System.nanoTime() - askedAt > TimeUnit.SECONDS.toNanos(GRACE_SECONDS)) {
                    process.destroyForcibly();
                }
            }
            pass();
            return process.exitValue();
        }

        @Nullable String failure() {
            return failure;
        }

        private void pass() throws IOException {
            List<TrainerEvent> events = file.read();
            if (!events.isEmpty()) {
                events.stream().filter(event -> event.kind().equals("failed")).forEach(event -> failure = event.text("reason"));
                supervisor.events(events);
            }
        }
    }
}
