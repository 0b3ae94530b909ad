package dev.downshift.core.spool;

import dev.downshift.core.DownshiftHome;
import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.core.tenancy.OrganizationKeys;
import dev.downshift.core.tenancy.Tenant;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.unit.DataSize;

/**
 * Trace records on their way to intake, on disk: a folder a process, locked while it lives, and in it files of one
 * organization each. What a dead process left is taken over by whoever looks next.
 */
public final class Spool implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Spool.class);
    private static final String LOCK = "lock";

    private final Path root;
    private final Path own;
    private final FileChannel lock;
    private final OrganizationKeys keys;
    private final byte[] purpose;
    private final Duration rotation;
    private final DataSize fileSize;
    private final Map<OrganizationId, SpoolFile> open = new HashMap<>();
    private long number;

    /**
     * Opens a spool.
     *
     * @param name the folder below the home, shared by all processes that spool the same kind of records
     * @param rotation after how long an organization's records are handed over
     * @param fileSize at which size they are handed over earlier
     */
    public Spool(DownshiftHome home, String name, OrganizationKeys keys, Duration rotation, DataSize fileSize) throws IOException {
        this.root = home.resolve(name);
        this.purpose = name.getBytes(StandardCharsets.UTF_8);
        this.own = Files.createDirectories(root.resolve(UUID.randomUUID().toString()));
        this.lock = FileChannel.open(own.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (lock.tryLock() == null) {
            throw new IllegalStateException("cannot lock " + own);
        }
        this.keys = keys;
        this.rotation = rotation;
        this.fileSize = fileSize;
    }

    /**
     * Takes the records that are on the disk out of the list. One organization's may stay, as when its key cannot be read, and the others'
     * are written all the same.
     *
     * @throws IOException the first reason why some stayed
     */
    public synchronized void append(List<SpoolLine> records) throws IOException {
        Map<OrganizationId, List<String>> lines = new LinkedHashMap<>();
        records.forEach(record -> lines.computeIfAbsent(record.organization(), unseen -> new ArrayList<>()).add(record.line()));
        IOException failure = null;
        for (Map.Entry<OrganizationId, List<String>> entry : lines.entrySet()) {
            try {
                append(entry.getKey(), entry.getValue());
                records.removeIf(record -> record.organization().equals(entry.getKey()));
            } catch (IOException | RuntimeException failed) {
                failure = failure == null ? new IOException("the records of " + entry.getKey() + " cannot be written: " + failed, failed) : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void append(OrganizationId organization, List<String> lines) throws IOException {
        SpoolFile file = open.get(organization);
        if (file == null) {
            file = SpoolFile.create(own, organization, number++);
            open.put(organization, file);
        }
        file.append(lines, plain -> Tenant.call(organization, () -> keys.encrypt(organization, plain, purpose)));
    }

    /** Makes files ready that are old or large enough. */
    synchronized void rotateOld() {
        rotate(false);
    }

    /** Makes every file ready. */
    synchronized void rotateAll() {
        rotate(true);
    }

    @Override
    public synchronized void close() {
        rotateAll();
        try {
            lock.close();
        } catch (IOException failed) {
            LOG.warn("The lock of {} could not be released: {}", own, failed.getMessage());
        }
    }

    /** Ready files of this process and of processes that ended, oldest first. */
    List<Path> ready() {
        try (Stream<Path> folders = Files.list(root)) {
            List<Path> ready = new ArrayList<>();
            for (Path folder : folders.filter(Files::isDirectory).toList()) {
                if (!folder.equals(own)) {
                    takeOver(folder);
                }
                ready.addAll(files(folder, SpoolFile.READY));
            }
            ready.sort((left, right) -> Long.compare(left.toFile().lastModified(), right.toFile().lastModified()));
            return ready;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** How much waits on the disk, of all processes. */
    public long bytes() {
        try (Stream<Path> files = Files.walk(root, 2)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        } catch (IOException | UncheckedIOException moved) {
            LOG.debug("A spool file went while it was counted", moved);
            return 0;
        }
    }

    UnaryOperator<byte[]> decryption(OrganizationId organization) {
        return encrypted -> Tenant.call(organization, () -> keys.decrypt(organization, encrypted, purpose));
    }

    private void rotate(boolean all) {
        for (Iterator<SpoolFile> files = open.values().iterator(); files.hasNext(); ) {
            SpoolFile file = files.next();
            try {
                boolean old = file.begun().plus(rotation).isBefore(Instant.now());
                if (all || old || file.size() >= fileSize.toBytes()) {
                    files.remove();
                    file.finish();
                }
            } catch (IOException failed) {
                LOG.error("A spool file could not be finished", failed);
            }
        }
    }

    private void takeOver(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock taken = channel.tryLock()) {
            if (taken == null) {
                return;
            }
            for (Path file : files(folder, SpoolFile.OPEN)) {
                LOG.info("Taking over {} from a process that ended", file.getFileName());
                SpoolFile.ready(file);
            }
            if (files(folder, SpoolFile.READY).isEmpty()) {
                Files.deleteIfExists(folder.resolve(LOCK));
                Files.deleteIfExists(folder);
            }
        } catch (OverlappingFileLockException aliveInThisProcess) {
            return;
        }
    }

    private static List<Path> files(Path folder, String suffix) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(suffix)).toList();
        }
    }
}
