package dev.downshift.core.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.downshift.core.AccessDenied;
import dev.downshift.core.Conflict;
import dev.downshift.core.CoreTest;
import dev.downshift.core.DownshiftHome;
import dev.downshift.core.InvalidInput;
import dev.downshift.core.NotFound;
import dev.downshift.core.Organizations;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.Members;
import dev.downshift.core.tenancy.Onboarding;
import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.core.tenancy.Role;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

@CoreTest
class ResumableUploadsTest {

    @Autowired Onboarding onboarding;
    @Autowired Members members;
    @Autowired ResumableUploads resumable;
    @Autowired Uploads uploads;
    @Autowired Ingest ingest;
    @Autowired RawFiles rawFiles;
    @Autowired IngestSettings settings;
    @Autowired JdbcClient jdbc;
    @Autowired TransactionOperations transactions;
    @Autowired DownshiftHome home;

    OrganizationId organization;
    Actor engineer;

    @BeforeEach
    void anEngineer() {
        Organizations organizations = new Organizations(onboarding, members);
        organization = organizations.create();
        engineer = organizations.member(organization, Role.ENGINEER);
    }

    @Test
    void aFileThatComesInPiecesIsTheUploadThatItWouldBeInOne() throws IOException {
        byte[] file = calls(40);
        as(() -> {
            UUID id = resumable.begin("from ada.secret7@example.com.jsonl", (long) file.length, "filename YQ==", Upload.Source.WEB, UploadWishes.NONE).id();
            for (int from = 0; from < file.length; from += 1_000) {
                resumable.append(id, from, stream(Arrays.copyOfRange(file, from, Math.min(file.length, from + 1_000))));
            }
            Receipt receipt = resumable.finish(id).orElseThrow();

            assertThat(receipt.already()).isFalse();
            assertThat(resumable.finish(id)).contains(receipt);
            assertThat(uploads.receive("again.jsonl", Upload.Source.API, stream(file))).isEqualTo(new Receipt(receipt.id(), true));
            UploadView upload = read(receipt.id());
            assertThat(upload.calls()).isEqualTo(40);
            assertThat(upload.fileName()).doesNotContain("ada.secret7");
            return null;
        });
    }

    @Test
    void whatCameBeforeTheConnectionBrokeIsKeptAndEncrypted() throws IOException {
        byte[] file = calls(40);
        as(() -> {
            UUID id = resumable.begin("a.jsonl", (long) file.length, null, Upload.Source.API, UploadWishes.NONE).id();

            UnfinishedUpload broken = resumable.append(id, 0, new Breaking(Arrays.copyOf(file, 3_000)));
            assertThat(broken.received()).isEqualTo(3_000);
            assertThat(resumable.finish(id)).isEmpty();
            assertThat(blobs()).hasSize(1).allSatisfy(blob -> assertThat(new String(Files.readAllBytes(blob), StandardCharsets.ISO_8859_1)).doesNotContain("Number"));

            resumable.append(id, 3_000, stream(Arrays.copyOfRange(file, 3_000, file.length)));
            assertThat(read(resumable.finish(id).orElseThrow().id()).calls()).isEqualTo(40);
            return null;
        });
    }

    @Test
    void whoComesSecondWithTheSameOffsetIsToldToAsk() throws IOException {
        byte[] file = calls(2);
        as(() -> {
            UUID id = resumable.begin("a.jsonl", (long) file.length, null, Upload.Source.API, UploadWishes.NONE).id();
            InputStream late = new java.io.FilterInputStream(stream(file)) {
                private boolean begun;

                @Override
                public int read() throws IOException {
                    if (!begun) {
                        begun = true;
                        resumable.append(id, 0, stream(file));
                    }
                    return super.read();
                }

                @Override
                public int read(byte[] target, int offset, int length) throws IOException {
                    return in.read(target, offset, length);
                }
            };

            assertThatThrownBy(() -> resumable.append(id, 0, late)).isInstanceOf(Conflict.class);
            assertThat(resumable.get(id).received()).isEqualTo(file.length);
            assertThat(blobs()).hasSize(1);
            return null;
        });
    }

    @Test
    void bytesThatAreTakenBackAreSentAgain() throws IOException {
        byte[] file = calls(9);
        as(() -> {
            UUID id = resumable.begin("a.jsonl", null, null, Upload.Source.API, UploadWishes.NONE).id();
            resumable.append(id, 0, stream(Arrays.copyOf(file, 500)));
            resumable.append(id, 500, stream(new byte[700]));
            resumable.takeBack(id, 500);
            assertThat(resumable.get(id).received()).isEqualTo(500);
            resumable.append(id, 500, stream(Arrays.copyOfRange(file, 500, file.length)));
            assertThat(resumable.finish(id)).isEmpty();
            resumable.setByteCount(id, file.length);

            assertThat(read(resumable.finish(id).orElseThrow().id()).calls()).isEqualTo(9);
            assertThat(blobs()).hasSize(2);
            return null;
        });
    }

    @Test
    void aFileIsKeptInPartsSoThatAKilledProcessLosesOne() throws IOException {
        byte[] large = new byte[(int) StoredResumableUploads.PART_BYTES + 10];
        new Random(1).nextBytes(large);
        as(() -> {
            UUID id = resumable.begin("a.jsonl", (long) large.length, null, Upload.Source.API, UploadWishes.NONE).id();
            resumable.append(id, 0, stream(large));
            assertThat(blobs()).hasSize(2);
            Receipt receipt = resumable.finish(id).orElseThrow();
            assertThat(uploads.receive("whole", Upload.Source.API, stream(large))).isEqualTo(new Receipt(receipt.id(), true));
            return null;
        });
    }

    @Test
    void anEmptyFileIsAnUploadToo() throws IOException {
        as(() -> {
            UUID id = resumable.begin("a.jsonl", 0L, null, Upload.Source.API, UploadWishes.NONE).id();
            assertThat(read(resumable.finish(id).orElseThrow().id()).rejected()).isEqualTo(1);
            return null;
        });
    }

    @Test
    void theSameBytesASecondTimeLeaveNothing() throws IOException {
        byte[] file = calls(3);
        as(() -> {
            UploadId first = uploads.receive("a", Upload.Source.API, stream(file)).id();
            UUID id = resumable.begin("b.jsonl", (long) file.length, null, Upload.Source.API, UploadWishes.NONE).id();
            resumable.append(id, 0, stream(file));

            assertThat(resumable.finish(id)).contains(new Receipt(first, true));
            assertThat(blobs()).hasSize(1);
            return null;
        });
    }

    @Test
    void whatIsTooLargeIsRefusedAndWhatIsAnothersUnknown() throws IOException {
        Organizations organizations = new Organizations(onboarding, members);
        Actor stranger = organizations.member(organizations.create(), Role.OWNER);
        Actor viewer = organizations.member(organization, Role.VIEWER);
        UUID id = as(() -> resumable.begin("a.jsonl", 100L, null, Upload.Source.API, UploadWishes.NONE).id());

        as(() -> {
            assertThatThrownBy(() -> resumable.begin("a", resumable.largest() + 1, null, Upload.Source.API, UploadWishes.NONE)).isInstanceOf(InvalidInput.class);
            assertThatThrownBy(() -> resumable.append(id, 5, stream(new byte[1]))).isInstanceOf(Conflict.class);
            return null;
        });
        Actor.run(stranger, () -> {
            assertThatThrownBy(() -> resumable.get(id)).isInstanceOf(NotFound.class);
            assertThatThrownBy(() -> resumable.append(id, 0, stream(new byte[1]))).isInstanceOf(NotFound.class);
            assertThatThrownBy(() -> resumable.finish(id)).isInstanceOf(NotFound.class);
            assertThatThrownBy(() -> resumable.terminate(id)).isInstanceOf(NotFound.class);
        });
        Actor.run(viewer, () -> assertThatThrownBy(() -> resumable.get(id)).isInstanceOf(AccessDenied.class));
    }

    @Test
    void whatIsCancelledOrForsakenIsDeletedAndWhatGoesOnIsNot() throws IOException {
        as(() -> {
            UUID cancelled = resumable.begin("a", 1_000L, null, Upload.Source.WEB, UploadWishes.NONE).id();
            UUID forsaken = resumable.begin("b", 1_000L, null, Upload.Source.WEB, UploadWishes.NONE).id();
            UUID going = resumable.begin("c", 1_000L, null, Upload.Source.WEB, UploadWishes.NONE).id();
            for (UUID id : List.of(cancelled, forsaken, going)) {
                resumable.append(id, 0, stream(new byte[10]));
            }
            resumable.terminate(cancelled);
            assertThat(blobs()).hasSize(2);
            transactions.executeWithoutResult(status -> jdbc.sql("update unfinished_upload set expires_at = now() - interval '1 second' where id = ?").param(forsaken).update());
            age(settings.rawRetention().plusDays(2));
            rawFiles.deleteExpired();

            assertThat(blobs()).hasSize(1);
            assertThat(resumable.get(going).received()).isEqualTo(10);
            assertThatThrownBy(() -> resumable.get(forsaken)).isInstanceOf(NotFound.class);
            return null;
        });
    }

    @Test
    void thePartsOfAReadFileGoWhenItWasKeptLongEnough() throws IOException {
        byte[] file = calls(5);
        as(() -> {
            UUID id = resumable.begin("a", (long) file.length, null, Upload.Source.WEB, UploadWishes.NONE).id();
            resumable.append(id, 0, stream(Arrays.copyOf(file, 100)));
            resumable.append(id, 100, stream(Arrays.copyOfRange(file, 100, file.length)));
            UploadId upload = resumable.finish(id).orElseThrow().id();
            read(upload);
            age(settings.rawRetention().plusDays(2));
            transactions.executeWithoutResult(status -> jdbc.sql("update upload set finished_at = now() - interval '3 days' where id = ?").param(upload.value()).update());
            rawFiles.deleteExpired();

            assertThat(uploads.get(upload).rawKept()).isFalse();
            assertThat(blobs()).isEmpty();
            int parts = Objects.requireNonNull(transactions.execute(status -> jdbc.sql("select count(*) from upload_part").query((row, number) -> row.getInt(1)).single()));
            assertThat(parts).isZero();
            return null;
        });
    }

    private UploadView read(UploadId id) throws IOException {
        new Ingesting(uploads, ingest, transactions).read(id, Integer.MAX_VALUE);
        ingest.finish(id);
        return uploads.get(id);
    }

    private List<Path> blobs() throws IOException {
        Path folder = home.resolve("blobs").resolve(organization.toString());
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.toList();
        }
    }

    private void age(Duration by) throws IOException {
        for (Path blob : blobs()) {
            Files.setLastModifiedTime(blob, java.nio.file.attribute.FileTime.from(java.time.Instant.now().minus(by)));
        }
    }

    private <T extends @org.jspecify.annotations.Nullable Object> T as(Callable<T> work) throws IOException {
        try {
            return Actor.call(engineer, work::call);
        } catch (IOException | RuntimeException failure) {
            throw failure;
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }

    private static byte[] calls(int count) {
        StringBuilder text = new StringBuilder();
        for (int number = 0; number < count; number++) {
            text.append(("{\"request\":{\"messages\":[{\"role\":\"user\",\"content\":\"Number %d\"}]},"
                    + "\"response\":{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"Ho\"}}]}}\n").formatted(number));
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static InputStream stream(byte[] bytes) {
        return new ByteArrayInputStream(bytes);
    }

    /** A connection that breaks after these bytes. */
    private static final class Breaking extends InputStream {
        private final InputStream bytes;

        Breaking(byte[] bytes) {
            this.bytes = stream(bytes);
        }

        @Override
        public int read() throws IOException {
            int next = bytes.read();
            if (next < 0) {
                throw new IOException("connection reset");
            }
            return next;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = bytes.read(target, offset, length);
            if (count < 0) {
                throw new IOException("connection reset");
            }
            return count;
        }
    }
}
