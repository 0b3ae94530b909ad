package dev.downshift.worker.intake;

import dev.downshift.core.intake.Ingest;
import dev.downshift.core.intake.IngestRun;
import dev.downshift.core.intake.RecordBatch;
import dev.downshift.core.intake.UploadId;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.configuration.annotation.StepScope;
import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamException;
import org.springframework.batch.infrastructure.item.ItemStreamReader;
import org.springframework.batch.infrastructure.item.ItemWriter;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Reads and writes the batches of one upload. Where to go on is written with the calls themselves, on the upload's row. */
@Component
@StepScope
class IngestItems implements ItemStreamReader<RecordBatch>, ItemWriter<RecordBatch> {

    private final Ingest ingest;
    private final UploadId upload;
    private @Nullable IngestRun run;

    IngestItems(Ingest ingest, @Value("#{jobParameters['subject']}") String upload) {
        this.ingest = ingest;
        this.upload = UploadId.of(upload);
    }

    @Override
    public void open(ExecutionContext context) {
        try {
            run = ingest.open(upload);
        } catch (IOException failure) {
            throw new ItemStreamException(failure);
        }
    }

    @Override
    public @Nullable RecordBatch read() throws IOException {
        return Objects.requireNonNull(run, "not open").next();
    }

    @Override
    public void write(Chunk<? extends RecordBatch> chunk) {
        chunk.forEach(Objects.requireNonNull(run, "not open")::store);
    }

    @Override
    public void close() {
        try {
            if (run != null) {
                run.close();
            }
        } catch (IOException failure) {
            throw new ItemStreamException(failure);
        }
    }
}
