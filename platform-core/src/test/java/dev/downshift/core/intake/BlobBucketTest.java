package dev.downshift.core.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.downshift.core.S3Server;
import dev.downshift.core.tenancy.OrganizationId;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.util.unit.DataSize;
import software.amazon.awssdk.core.sync.RequestBody;

class BlobBucketTest extends BlobPlaceContract {

    private static final String BUCKET = "raw-files";

    @TempDir static Path folder;
    private static @Nullable S3Server server;
    private static @Nullable BlobBucket place;

    @BeforeAll
    static void aBucket() throws IOException, InterruptedException {
        S3Server started = S3Server.start(folder);
        server = started;
        started.client().createBucket(create -> create.bucket(BUCKET));
        place = BlobBucket.open(settings(started.endpoint(), BUCKET, S3Server.SECRET_KEY));
    }

    @AfterAll
    static void stop() {
        Objects.requireNonNull(place).close();
        server().close();
    }

    @Override
    BlobPlace place() {
        return Objects.requireNonNull(place);
    }

    @Override
    long pieces(OrganizationId organization) {
        String prefix = "downshift/" + organization + "/";
        return (long) server().client().listObjectsV2(list -> list.bucket(BUCKET).prefix(prefix)).contents().size()
                + server().client().listMultipartUploads(list -> list.bucket(BUCKET).prefix(prefix)).uploads().size();
    }

    @Test
    void whatADeadProcessLeftUnfinishedIsSweptUpOnceItIsOld() throws IOException {
        OrganizationId organization = new OrganizationId(UUID.randomUUID());
        String object = "downshift/" + organization + "/" + UUID.randomUUID();
        server().client().createMultipartUpload(begin -> begin.bucket(BUCKET).key(object));

        place().writtenBefore(organization, Instant.now().minus(Duration.ofDays(1)));
        assertThat(pieces(organization)).isOne();

        assertThat(place().writtenBefore(organization, Instant.now().plus(Duration.ofDays(1)))).isEmpty();
        assertThat(pieces(organization)).isZero();
    }

    @Test
    void whatElseLiesInTheBucketIsLeftAlone() throws IOException {
        server().client().putObject(put -> put.bucket(BUCKET).key("downshift/backups/monday.tar"), RequestBody.fromString("theirs"));

        assertThat(place().organizations()).extracting(OrganizationId::toString).doesNotContain("backups");
    }

    @Test
    void anObjectThatChangesWhileItIsReadIsAnErrorAndNeverAMixture() throws IOException {
        OrganizationId organization = new OrganizationId(UUID.randomUUID());
        String key = UUID.randomUUID().toString();
        place().write(organization, key, target -> target.write(bytes(6_000_000)));
        ResumedObject reading = new ResumedObject(server().client(), BUCKET, "downshift/" + organization + "/" + key);
        assertThat(reading.read(new byte[1_000])).isPositive();
        server().client().putObject(put -> put.bucket(BUCKET).key("downshift/" + organization + "/" + key), RequestBody.fromBytes(new byte[6_000_000]));
        reading.disconnect();

        assertThatThrownBy(reading::readAllBytes).isInstanceOf(IOException.class).hasMessageContaining("could not be read");
    }

    @Test
    void readingGoesOnAfterItsConnectionEnded() throws IOException {
        OrganizationId organization = new OrganizationId(UUID.randomUUID());
        String key = UUID.randomUUID().toString();
        byte[] bytes = bytes(6_000_000);
        place().write(organization, key, target -> target.write(bytes));
        ResumedObject reading = new ResumedObject(server().client(), BUCKET, "downshift/" + organization + "/" + key);
        byte[] begun = reading.readNBytes(1_000_000);
        reading.disconnect();

        assertThat(begun).isEqualTo(Arrays.copyOf(bytes, 1_000_000));
        assertThat(reading.readAllBytes()).isEqualTo(Arrays.copyOfRange(bytes, 1_000_000, bytes.length));
        reading.close();
        assertThatThrownBy(reading::read).isInstanceOf(IOException.class).hasMessageContaining("closed");
    }

    @Test
    void aBucketThatCannotBeUsedStopsTheStartAndSaysWhatToDo() {
        for (BlobSettings wrong : new BlobSettings[] {
            settings(server().endpoint(), "no-such-bucket", S3Server.SECRET_KEY), settings(server().endpoint(), BUCKET, "wrong"),
            settings(URI.create("http://127.0.0.1:9"), BUCKET, S3Server.SECRET_KEY)}) {
            assertThatThrownBy(() -> BlobBucket.open(wrong)).isInstanceOfSatisfying(BlobsUnavailable.class, failure -> {
                FailureAnalysis analysis = new BlobsUnavailableAnalyzer().analyze(failure, failure);
                assertThat(analysis.getDescription()).contains("s3://" + wrong.bucket() + "/downshift/").doesNotContain("wrong");
                assertThat(analysis.getAction()).contains("downshift.blobs.bucket", "downshift.blobs.endpoint", ".region", ".path-style");
            });
        }
    }

    private static BlobSettings settings(URI endpoint, String bucket, String secret) {
        return new BlobSettings(bucket, "downshift", endpoint, null, true, S3Server.ACCESS_KEY, secret, DataSize.ofMegabytes(5));
    }

    private static S3Server server() {
        return Objects.requireNonNull(server);
    }
}
