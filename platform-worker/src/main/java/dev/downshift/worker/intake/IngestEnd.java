package dev.downshift.worker.intake;

import dev.downshift.core.NotFound;
import dev.downshift.core.intake.Ingest;
import dev.downshift.core.intake.Upload;
import dev.downshift.core.intake.UploadId;
import dev.downshift.core.intake.Uploads;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.stereotype.Component;

/** Tells the upload how its reading ended. A cancelled one counts as stopped, so that it can go on later. */
@Component
class IngestEnd implements StepExecutionListener {

    private final Ingest ingest;
    private final Uploads uploads;

    IngestEnd(Ingest ingest, Uploads uploads) {
        this.ingest = ingest;
        this.uploads = uploads;
    }

    @Override
    public @Nullable ExitStatus afterStep(StepExecution execution) {
        UploadId upload = UploadId.of(Objects.requireNonNull(execution.getJobExecution().getJobParameters().getString("subject")));
        if (execution.getStatus() == BatchStatus.COMPLETED) {
            return finish(upload, execution);
        }
        if (execution.getStatus() == BatchStatus.FAILED) {
            List<Throwable> failures = execution.getFailureExceptions();
            ingest.fail(upload, failures.isEmpty() ? new IllegalStateException("the step failed") : failures.getFirst());
        }
        return null;
    }

    private @Nullable ExitStatus finish(UploadId upload, StepExecution execution) {
        try {
            ingest.finish(upload);
        } catch (RuntimeException failure) {
            execution.addFailureException(failure);
            execution.setStatus(BatchStatus.FAILED);
            ingest.fail(upload, failure);
            return ExitStatus.FAILED;
        }
        if (wasCancelled(upload)) {
            execution.setStatus(BatchStatus.STOPPED);
            return ExitStatus.STOPPED;
        }
        return null;
    }

    private boolean wasCancelled(UploadId upload) {
        try {
            return uploads.get(upload).status() == Upload.Status.CANCELLED;
        } catch (NotFound deleted) {
            return false;
        }
    }
}
