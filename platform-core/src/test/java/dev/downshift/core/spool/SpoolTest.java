package dev.downshift.core.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.downshift.core.CoreTest;
import dev.downshift.core.DownshiftHome;
import dev.downshift.core.Organizations;
import dev.downshift.core.intake.Ingest;
import dev.downshift.core.intake.Upload;
import dev.downshift.core.intake.UploadView;
import dev.downshift.core.intake.Uploads;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.Members;
import dev.downshift.core.tenancy.Onboarding;
import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.core.tenancy.OrganizationKeys;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.util.unit.DataSize;

/** Records are on the disk when their sender is told so, and go to intake soon, but never more than it can read. */
@CoreTest
class SpoolTest {

    private static final Handover SOON = new Handover(Duration.ofMillis(20), Duration.ofMillis(50), DataSize.ofMegabytes(1));
    private static final Handover NEVER = new Handover(Duration.ofHours(1), Duration.ofHours(1), DataSize.ofMegabytes(1));

    @Autowired Onboarding onboarding;
    @Autowired Members members;
    @Autowired OrganizationKeys keys;
    @Autowired Uploads uploads;
    @Autowired Ingest ingest;
    @Autowired Clock clock;
    @TempDir Path folder;

    private OrganizationId organization;

    @BeforeEach
    void found() {
        organization = new Organizations(onboarding, members).create();
    }

    @Test
    void whatManyThreadsWriteIsAllThereAfterACrash() throws Exception {
        OrganizationId other = new Organizations(onboarding, members).create();
        Spool spool = spool(NEVER);
        List<Callable<Boolean>> writers = new ArrayList<>();
        IntStream.range(0, 200).forEach(number -> writers.add(() -> {
            spool.append(number % 2 == 0 ? organization : other, bytes("{\"n\":" + number + "}\n"));
            return true;
        }));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var written : threads.invokeAll(writers)) {
                assertThat(written.get()).isTrue();
            }
        }

        assertThat(spool.bytes()).isGreaterThan(200 * 8);
        spool.rotateAll();
        assertThat(lines(spool)).containsExactlyInAnyOrderElementsOf(IntStream.range(0, 200).mapToObj(number -> "{\"n\":" + number + "}").toList());
        spool.close();
    }

    @Test
    void theFirstRecordsAreHandedOverSoonAndTheNextTogether() {
        Handover handover = new Handover(Duration.ofMillis(100), Duration.ofSeconds(1), DataSize.ofMegabytes(1));
        Instant now = Instant.parse("2026-01-31T12:00:00Z");

        assertThat(handover.due(now, null)).isEqualTo(now.plusMillis(100));
        assertThat(handover.due(now, now.minusMillis(300))).isEqualTo(now.plusMillis(700));
        assertThat(handover.due(now, now.minusMillis(950))).isEqualTo(now.plusMillis(100));
    }

    @Test
    void recordsWaitWhileIntakeIsAtTheLastOnes() throws Exception {
        Spool spool = spool(SOON);
        try (SpoolShipping shipping = new SpoolShipping(spool, Upload.Source.OTLP, uploads, clock)) {
            shipping.start();
            for (int number = 0; number < 2; number++) {
                spool.append(organization, bytes("{\"n\":" + number + "}\n"));
                int expected = number + 1;
                await().atMost(Duration.ofSeconds(10)).until(() -> received().size() == expected);
            }
            spool.append(organization, bytes("{\"n\":2}\n"));
            spool.append(organization, bytes("{\"n\":3}\n"));
            Thread.sleep(400);
            assertThat(received()).hasSize(2);
            assertThat(spool.bytes()).isPositive();

            for (UploadView upload : received()) {
                Actor.run(Actor.system(organization), () -> uploads.cancel(upload.id()));
                Actor.<@Nullable Void, IOException>call(Actor.system(organization), () -> {
                    ingest.open(upload.id()).close();
                    ingest.finish(upload.id());
                    return null;
                });
            }
            await().atMost(Duration.ofSeconds(10)).until(() -> received().size() == 3);
        } finally {
            spool.close();
        }
    }

    private List<UploadView> received() {
        return Actor.call(Actor.system(organization), () -> uploads.list(null)).items();
    }

    private Spool spool(Handover handover) throws IOException {
        return new Spool(new DownshiftHome(folder), "spooled", keys, handover);
    }

    private static List<String> lines(Spool spool) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Path file : spool.ready()) {
            try (InputStream in = SpoolFile.read(file, spool.decryption(SpoolFile.organization(file)))) {
                lines.addAll(new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
            }
        }
        return lines;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
