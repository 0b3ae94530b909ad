package dev.downshift.core.intake;

import static org.assertj.core.api.Assertions.assertThat;

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
}
