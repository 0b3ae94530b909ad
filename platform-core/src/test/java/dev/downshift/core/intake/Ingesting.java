package dev.downshift.core.intake;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.springframework.transaction.support.TransactionOperations;

/** Does by hand what the worker does, one step a transaction. */
public record Ingesting(Uploads uploads, Ingest ingest, TransactionOperations transactions) {

    public UploadId upload(String name, byte[] bytes) throws IOException {
        return uploads.receive(name, Upload.Source.API, new ByteArrayInputStream(bytes)).id();
    }

    public UploadView uploadAndRead(String name, byte[] bytes) throws IOException {
        UploadId id = upload(name, bytes);
        read(id, Integer.MAX_VALUE);
        ingest.finish(id);
        return uploads.get(id);
    }

    /** Reads some batches and then forgets everything, as if killed. */
    public void read(UploadId id, int batches) throws IOException {
        try (IngestRun run = ingest.open(id)) {
            for (int count = 0; count < batches; count++) {
                RecordBatch batch = run.next();
                if (batch == null) {
                    return;
                }
                transactions.executeWithoutResult(status -> run.store(batch));
            }
        }
    }
}
