package dev.downshift.core.intake;

import dev.downshift.core.DownshiftHome;
import dev.downshift.core.InvalidInput;
import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.core.tenancy.OrganizationKeys;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Blobs as files of a local folder, one folder an organization. A file has its name only once it is written completely. */
@Component
class FolderBlobStore implements BlobStore {

    private static final String UNFINISHED = ".unfinished";

    private final Path folder;
    private final OrganizationKeys keys;

    FolderBlobStore(DownshiftHome home, OrganizationKeys keys) {
        this.folder = home.resolve("blobs");
        this.keys = keys;
    }

    @Override
    public Stored store(OrganizationId organization, InputStream bytes, long limit) throws IOException {
        String key = UUID.randomUUID().toString();
        Path target = path(organization, key);
        Files.createDirectories(folder.resolve(organization.toString()));
        Path unfinished = target.resolveSibling(key + UNFINISHED);
        try {
            Stored stored = write(organization, key, bytes, unfinished, limit);
            Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
            return stored;
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    @Override
    public Optional<InputStream> open(OrganizationId organization, String key) throws IOException {
        try {
            return Optional.of(keys.decrypting(organization, Files.newInputStream(path(organization, key)), associated(key)));
        } catch (NoSuchFileException deleted) {
            return Optional.empty();
        }
    }

    @Override
    public void delete(OrganizationId organization, String key) throws IOException {
        Files.deleteIfExists(path(organization, key));
    }

    /** The organizations that have files. */
    List<OrganizationId> organizations() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(folder)) {
            return folders.map(entry -> OrganizationId.of(entry.getFileName().toString())).toList();
        }
    }

    /** Files that have not been written to since, unfinished ones of a killed process among them. */
    List<String> writtenBefore(OrganizationId organization, Instant until) throws IOException {
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

    private Stored write(OrganizationId organization, String key, InputStream bytes, Path file, long limit) throws IOException {
        MessageDigest digest = sha256();
        long count = 0;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            OutputStream raw = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
            try (OutputStream encrypted = keys.encrypting(organization, new KeptOpen(raw, channel), associated(key))) {
                byte[] buffer = new byte[1 << 16];
                for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
                    count += read;
                    if (count > limit) {
                        throw new InvalidInput("file", "The file is larger than " + limit + " bytes.",
                                "Split it, compress it with gzip, or raise downshift.intake.largest-upload.");
                    }
                    digest.update(buffer, 0, read);
                    encrypted.write(buffer, 0, read);
                }
            }
        }
        return new Stored(key, count, digest.digest());
    }

    private Path path(OrganizationId organization, String key) {
        return folder.resolve(organization.toString()).resolve(UUID.fromString(key).toString());
    }

    private static byte[] associated(String key) {
        return ("blob " + key).getBytes(StandardCharsets.UTF_8);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing from this Java", e);
        }
    }

    /** Brings the bytes to the disk where the encryption would only close the file. */
    private static final class KeptOpen extends OutputStream {
        private final OutputStream target;
        private final FileChannel channel;

        KeptOpen(OutputStream target, FileChannel channel) {
            this.target = target;
            this.channel = channel;
        }

        @Override
        public void write(int value) throws IOException {
            target.write(value);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            target.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            target.flush();
            channel.force(true);
        }
    }
}
