package dev.downshift.core.spool;

import dev.downshift.core.DownshiftHome;
import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.core.tenancy.OrganizationKeys;
import dev.downshift.core.tenancy.Tenant;
import java.io.ByteArrayOutputStream;
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
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
    private final Handover handover;
    private final SpoolWriter writer;
    private final Map<OrganizationId, SpoolFile> open = new HashMap<>();
    private final Map<OrganizationId, Instant> handedOver = new HashMap<>();
    private final Semaphore changed = new Semaphore(0);
    private final AtomicLong bytes = new AtomicLong();
    private volatile Instant counted = Instant.MIN;
    private long number;

    /**
     * Opens a spool.
     *
     * @param name the folder below the home, shared by all processes that spool the same kind of records
     * @param handover when records are handed over
     */
    public Spool(DownshiftHome home, String name, OrganizationKeys keys, Handover handover) throws IOException {
        this.root = home.resolve(name);
        this.purpose = name.getBytes(StandardCharsets.UTF_8);
        this.own = Files.createDirectories(root.resolve(UUID.randomUUID().toString()));
        this.lock = FileChannel.open(own.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (lock.tryLock() == null) {
            throw new IllegalStateException("cannot lock " + own);
        }
        this.keys = keys;
        this.handover = handover;
        this.writer = new SpoolWriter(name, this::write);
    }

    /**
     * Returns once these lines are on the disk. Lines of many threads are brought there together.
     *
     * @param lines records of a trace file, each followed by a line feed
     */
    public void append(OrganizationId organization, byte[] lines) throws IOException {
        wait(writer.write(organization, lines));
    }

    /**
     * Takes the records that are on the disk out of the list. One organization's may stay, as when its key cannot be read, and the others'
     * are written all the same.
     *
     * @throws IOException the first reason why some stayed
     */
    public void append(List<SpoolLine> records) throws IOException {
        Map<OrganizationId, ByteArrayOutputStream> lines = new LinkedHashMap<>();
        for (SpoolLine record : records) {
            ByteArrayOutputStream all = lines.computeIfAbsent(record.organization(), unseen -> new ByteArrayOutputStream());
            all.writeBytes(record.line().getBytes(StandardCharsets.UTF_8));
            all.write('\n');
        }
        Map<OrganizationId, CompletableFuture<Void>> written = new LinkedHashMap<>();
        lines.forEach((organization, all) -> written.put(organization, writer.write(organization, all.toByteArray())));
        IOException failure = null;
        for (Map.Entry<OrganizationId, CompletableFuture<Void>> entry : written.entrySet()) {
            try {
                wait(entry.getValue());
                records.removeIf(record -> record.organization().equals(entry.getKey()));
            } catch (IOException failed) {
                failure = failure == null ? new IOException("the records of " + entry.getKey() + " cannot be written: " + failed.getMessage(), failed) : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static void wait(CompletableFuture<Void> written) throws IOException {
        try {
            written.get();
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof IOException cause ? cause : new IOException(String.valueOf(failed.getCause()), failed.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted before the records were on the disk", stopped);
        }
    }

    private synchronized void write(OrganizationId organization, byte[] lines) throws IOException {
        byte[] encrypted = Tenant.call(organization, () -> keys.encrypt(organization, lines, purpose));
        SpoolFile file = open.get(organization);
        if (file == null) {
            file = SpoolFile.create(own, organization, number++);
            open.put(organization, file);
            wake();
        }
        boolean full = isFull(file);
        file.append(encrypted);
        bytes.addAndGet(encrypted.length);
        if (!full && isFull(file)) {
            wake();
        }
    }

    /** Ends a wait for something to hand over. */
    void wake() {
        changed.release();
    }

    /** Waits until a file is new, full or due, but no longer than this. */
    void await(Duration longest) throws InterruptedException {
        if (changed.tryAcquire(Math.max(1, untilDue(longest).toMillis()), TimeUnit.MILLISECONDS)) {
            changed.drainPermits();
        }
    }

    private synchronized Duration untilDue(Duration longest) {
        Instant now = Instant.now();
        return open.entrySet().stream().map(file -> Duration.between(now, due(file.getKey(), file.getValue())))
                .filter(left -> left.compareTo(longest) < 0).min(Comparator.naturalOrder()).orElse(longest);
    }

    /** The organizations whose file is full or due. */
    synchronized List<OrganizationId> due() {
        Instant now = Instant.now();
        handedOver.values().removeIf(last -> last.plus(handover.rotation()).isBefore(now));
        return open.entrySet().stream().filter(file -> isFull(file.getValue()) || !due(file.getKey(), file.getValue()).isAfter(now))
                .map(Map.Entry::getKey).toList();
    }

    /** Makes the file of an organization ready. */
    synchronized void rotate(OrganizationId organization) {
        SpoolFile file = open.remove(organization);
        if (file != null) {
            handedOver.put(organization, Instant.now());
            try {
                file.finish();
            } catch (IOException failed) {
                LOG.error("A spool file could not be finished", failed);
            }
        }
    }

    /** Makes every file ready. */
    synchronized void rotateAll() {
        List.copyOf(open.keySet()).forEach(this::rotate);
    }

    /** Makes the file of an organization ready where no more should go into it. */
    synchronized void rotateFull(OrganizationId organization) {
        SpoolFile file = open.get(organization);
        if (file != null && isFull(file)) {
            rotate(organization);
        }
    }

    private Instant due(OrganizationId organization, SpoolFile file) {
        return handover.due(file.begun(), handedOver.get(organization));
    }

    private boolean isFull(SpoolFile file) {
        try {
            return file.size() >= handover.fileSize().toBytes();
        } catch (IOException unreadable) {
            LOG.warn("The size of a spool file cannot be read: {}", unreadable.getMessage());
            return true;
        }
    }

    @Override
    public void close() {
        writer.close();
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

    /** How much waits on the disk, of all processes; counted anew once a second, and in between as this one writes and hands over. */
    public long bytes() {
        Instant now = Instant.now();
        if (counted.isBefore(now.minusSeconds(1))) {
            counted = now;
            try (Stream<Path> files = Files.walk(root, 2)) {
                bytes.set(files.mapToLong(file -> file.toFile().length()).sum());
            } catch (IOException | UncheckedIOException moved) {
                LOG.debug("A spool file went while it was counted", moved);
            }
        }
        return bytes.get();
    }

    /** Deletes a file that intake has. */
    void delete(Path file) throws IOException {
        long size = file.toFile().length();
        if (Files.deleteIfExists(file)) {
            bytes.addAndGet(-size);
        }
    }

    UnaryOperator<byte[]> decryption(OrganizationId organization) {
        return encrypted -> Tenant.call(organization, () -> keys.decrypt(organization, encrypted, purpose));
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
