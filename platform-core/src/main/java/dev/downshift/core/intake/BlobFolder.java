package dev.downshift.core.intake;

import dev.downshift.core.StorageFull;
import dev.downshift.core.tenancy.OrganizationId;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Blobs as files of a local folder, one folder an organization. A file has its name only once it is on the disk completely. */
final class BlobFolder implements BlobPlace {

    private static final String UNFINISHED = ".unfinished";

    private final Path folder;

    BlobFolder(Path folder) {
        this.folder = folder;
    }

    @Override
    public void write(OrganizationId organization, String key, Content content) throws IOException {
        Path target = path(organization, key);
        Files.createDirectories(folder.resolve(organization.toString()));
        Path unfinished = target.resolveSibling(key + UNFINISHED);
        try {
            try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                OutputStream file = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
                content.to(file);
                file.flush();
                channel.force(true);
            }
            Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            throw StorageFull.named(failure);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    @Override
    public Optional<InputStream> read(OrganizationId organization, String key) throws IOException {
        try {
            return Optional.of(Files.newInputStream(path(organization, key)));
        } catch (NoSuchFileException deleted) {
            return Optional.empty();
        }
    }

    @Override
    public void delete(OrganizationId organization, String key) throws IOException {
        Files.deleteIfExists(path(organization, key));
    }

    @Override
    public List<OrganizationId> organizations() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(folder)) {
            return folders.map(entry -> OrganizationId.of(entry.getFileName().toString())).toList();
        }
    }

    @Override
    public List<String> writtenBefore(OrganizationId organization, Instant until) throws IOException {
        List<String> keys = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder.resolve(organization.toString()))) {
            for (Path file : (Iterable<Path>) files::iterator) {
                boolean old = Files.getLastModifiedTime(file).toInstant().isBefore(until);
                String name = file.getFileName().toString();
                if (old && name.endsWith(UNFINISHED)) {
                    Files.deleteIfExists(file);
                } else if (old) {
                    keys.add(name);
                }
            }
        }
        return keys;
    }

    private Path path(OrganizationId organization, String key) {
        return folder.resolve(organization.toString()).resolve(key);
    }
}
