package dev.downshift.core.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.downshift.core.tenancy.OrganizationId;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every place of blobs does. */
abstract class BlobPlaceContract {

    /** A little more than two parts of the bucket's. */
    private static final int LARGE = 11_000_000;

    private final OrganizationId organization = new OrganizationId(UUID.randomUUID());
    private final OrganizationId other = new OrganizationId(UUID.randomUUID());
    private final String key = UUID.randomUUID().toString();

    abstract BlobPlace place();

    /** How many files or objects there are of an organization, unfinished ones and parts included. */
    abstract long pieces(OrganizationId organization) throws IOException;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 70_000, LARGE})
    void whatWasWrittenIsReadAsItWas(int size) throws IOException {
        byte[] bytes = bytes(size);
        place().write(organization, key, target -> {
            target.write(bytes, 0, size / 3);
            target.write(bytes, size / 3, size - size / 3);
        });

        assertThat(all(organization, key)).isEqualTo(bytes);
        assertThat(pieces(organization)).isOne();
    }

    @ParameterizedTest
    @ValueSource(ints = {100, LARGE})
    void whatFailsHalfwayLeavesNothing(int size) throws IOException {
        assertThatThrownBy(() -> place().write(organization, key, target -> {
            target.write(bytes(size));
            throw new IOException("cut off");
        })).isInstanceOf(IOException.class).hasMessage("cut off");

        assertThat(place().read(organization, key)).isEmpty();
        assertThat(pieces(organization)).isZero();
    }

    @Test
    void nothingIsThereBeforeItIsComplete() throws IOException {
        place().write(organization, key, target -> {
            target.write(bytes(LARGE));
            assertThat(place().read(organization, key)).isEmpty();
        });

        assertThat(place().read(organization, key)).isPresent();
    }

    @Test
    void oneOrganizationDoesNotReadAnothers() throws IOException {
        place().write(organization, key, target -> target.write(1));

        assertThat(place().read(other, key)).isEmpty();
        assertThat(place().organizations()).contains(organization).doesNotContain(other);
    }

    @Test
    void whatWasDeletedIsGoneAndDeletingItAgainIsNoError() throws IOException {
        place().write(organization, key, target -> target.write(1));
        place().delete(organization, key);
        place().delete(organization, key);

        assertThat(place().read(organization, key)).isEmpty();
    }

    @Test
    void oldOnesAreFoundByTheirAge() throws IOException {
        place().write(organization, key, target -> target.write(1));

        assertThat(place().writtenBefore(organization, Instant.now().minus(Duration.ofHours(1)))).isEmpty();
        assertThat(place().writtenBefore(organization, Instant.now().plus(Duration.ofHours(1)))).isEqualTo(List.of(key));
    }

    @Test
    void whatIsReadOnlyInPartDoesNotHoldUpTheNext() throws IOException {
        place().write(organization, key, target -> target.write(bytes(LARGE)));
        for (int times = 0; times < 100; times++) {
            try (InputStream begun = place().read(organization, key).orElseThrow()) {
                assertThat(begun.read()).isEqualTo(bytes(1)[0] & 0xff);
            }
        }
    }

    byte[] all(OrganizationId from, String name) throws IOException {
        try (InputStream bytes = place().read(from, name).orElseThrow()) {
            return bytes.readAllBytes();
        }
    }

    static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new SplittableRandom(7).nextBytes(bytes);
        return bytes;
    }
}
