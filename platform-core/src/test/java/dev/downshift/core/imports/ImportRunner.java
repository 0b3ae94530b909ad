package dev.downshift.core.imports;

import dev.downshift.core.intake.Ingest;
import dev.downshift.core.intake.IngestRun;
import dev.downshift.core.intake.RecordBatch;
import dev.downshift.core.intake.Upload;
import dev.downshift.core.intake.UploadView;
import dev.downshift.core.intake.Uploads;
import dev.downshift.core.tenancy.Actor;
import java.io.IOException;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Does by hand what workers do: a run from its first step to its last, and the ingest of what it brought. */
record ImportRunner(Imports imports, ImportWork work, Uploads uploads, Ingest ingest, JdbcClient jdbc, TransactionOperations transactions, Actor admin) {

    ImportRunView run(ImportId id) throws IOException {
        ImportRunId run = Actor.call(admin, () -> imports.runNow(id));
        Actor.run(Actor.system(admin.organization()), () -> {
            while (work.advance(run)) {
                // the next step
            }
        });
        return Actor.call(admin, () -> imports.runs(id, null).items().stream().filter(one -> one.id().equals(run)).findFirst().orElseThrow());
    }

    /** How many calls there are once everything that was received is read. */
    long calls() throws IOException {
        Actor.<Object, IOException>call(Actor.system(admin.organization()), () -> {
            for (UploadView upload : uploads.list(null).items()) {
                if (upload.status() == Upload.Status.QUEUED) {
                    read(upload);
                }
                assertRead(upload);
            }
            return uploads;
        });
        return Actor.call(admin, () -> transactions.execute(status -> jdbc.sql("select count(*) from llm_call").query((row, number) -> row.getLong(1)).single()));
    }

    List<String> models() {
        return Actor.call(admin, () -> transactions.execute(status -> jdbc.sql("select distinct model from llm_call").query((row, number) -> row.getString(1)).list()));
    }

    private void read(UploadView upload) throws IOException {
        try (IngestRun run = ingest.open(upload.id())) {
            for (RecordBatch batch = run.next(); batch != null; batch = run.next()) {
                RecordBatch one = batch;
                transactions.executeWithoutResult(status -> run.store(one));
            }
        }
        ingest.finish(upload.id());
    }

    private void assertRead(UploadView upload) {
        UploadView read = uploads.get(upload.id());
        if (read.rejected() > 0) {
            throw new AssertionError(read.fileName() + ": " + uploads.rejected(upload.id(), null).items());
        }
    }
}
