package dev.downshift.core.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.downshift.core.CoreTest;
import dev.downshift.core.Organizations;
import dev.downshift.core.StorageFull;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.Members;
import dev.downshift.core.tenancy.Onboarding;
import dev.downshift.core.tenancy.Role;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.SocketException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** What people read when an upload could not be read. */
@CoreTest
class IngestFailureTest {

    @Autowired Onboarding onboarding;
    @Autowired Members members;
    @Autowired Uploads uploads;
    @Autowired Ingest ingest;
    @Autowired JdbcClient jdbc;
    @Autowired TransactionOperations transactions;

    private Actor admin;

    @BeforeEach
    void anAdmin() {
        Organizations organizations = new Organizations(onboarding, members);
        admin = organizations.member(organizations.create(), Role.ADMIN);
    }

    @Test
    void aReasonForPeopleIsToldAsItIs() throws IOException {
        UploadId upload = upload();
        assertThat(told(upload, () -> ingest.fail(upload, "It could not be run in 5 attempts."))).isEqualTo("It could not be run in 5 attempts.");
    }

    @Test
    void anErrorThatWasWrittenForPeopleIsFoundBehindOthers() throws IOException {
        UploadId full = upload();
        assertThat(told(full, () -> ingest.fail(full, new IllegalStateException("step", StorageFull.named(new IOException("No space left on device"))))))
                .startsWith("There is no room left").doesNotContain("device");

        UploadId gone = upload();
        Actor.run(admin, () -> transactions.executeWithoutResult(
                status -> jdbc.sql("update upload set blob_key = null where id = ?").param(gone.value()).update()));
        IOException failure = catchThrowableOfType(IOException.class, () -> Actor.call(admin, () -> ingest.open(gone)));
        assertThat(told(gone, () -> ingest.fail(gone, failure))).isEqualTo("The uploaded file is no longer kept. Upload it again: reading goes on after record 0.");
    }

    @Test
    void theWordsOfAnyOtherErrorStayInTheLog() throws IOException {
        UploadId upload = upload();
        assertThat(told(upload, () -> ingest.fail(upload, new IllegalStateException("step", new SocketException("Connection reset")))))
                .contains("SocketException", "Go on with it").doesNotContain("Connection reset", "step");
    }

    private UploadId upload() throws IOException {
        return Actor.call(admin, () -> uploads.receive("calls.jsonl", Upload.Source.API, new ByteArrayInputStream(new byte[] {'{', '}'})).id());
    }

    private String told(UploadId upload, Runnable failing) {
        return Actor.call(admin, () -> {
            failing.run();
            UploadView view = uploads.get(upload);
            assertThat(view.status()).isEqualTo(Upload.Status.FAILED);
            return String.valueOf(view.failure());
        });
    }
}
