package dev.downshift.core.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.downshift.core.StorageFull;
import dev.downshift.core.tenancy.OrganizationId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlobFolderTest extends BlobPlaceContract {

    @TempDir Path folder;

    @Override
    BlobPlace place() {
        return new BlobFolder(folder);
    }

    @Override
    long pieces(OrganizationId organization) throws IOException {
        try (var files = Files.list(folder.resolve(organization.toString()))) {
            return files.count();
        }
    }

    @Test
    void whatADeadProcessLeftUnfinishedIsSweptUpOnceItIsOld() throws IOException {
        OrganizationId organization = new OrganizationId(UUID.randomUUID());
        Path left = Files.createDirectories(folder.resolve(organization.toString())).resolve(UUID.randomUUID() + ".unfinished");
        Files.write(left, new byte[10]);
        Instant dayAgo = Instant.now().minus(Duration.ofDays(1));

        place().writtenBefore(organization, dayAgo);
        assertThat(left).exists();

        Files.setLastModifiedTime(left, FileTime.from(dayAgo.minusSeconds(1)));
        assertThat(place().writtenBefore(organization, dayAgo)).isEmpty();
        assertThat(left).doesNotExist();
    }

    @Test
    void aDiskThatFillsUpIsToldAndNothingOfTheBlobStays() throws IOException {
        OrganizationId organization = new OrganizationId(UUID.randomUUID());
        String key = UUID.randomUUID().toString();

        assertThatThrownBy(() -> place().write(organization, key, target -> {
            target.write(new byte[100_000]);
            throw new IOException("No space left on device");
        })).isInstanceOf(StorageFull.class).hasMessageContaining("Make room");

        assertThat(place().read(organization, key)).isEmpty();
        assertThat(pieces(organization)).isZero();
    }

    /** Linux has a device that is always full. */
    @Test
    void whatTheSystemSaysIsUnderstood() {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), () -> "there is no " + full + " on this system");

        assertThatThrownBy(() -> Files.write(full, new byte[1])).isInstanceOfSatisfying(IOException.class,
                failure -> assertThat(StorageFull.named(failure)).isInstanceOf(StorageFull.class).hasCause(failure));
    }
}
