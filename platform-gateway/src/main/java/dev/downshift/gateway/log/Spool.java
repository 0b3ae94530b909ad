package dev.downshift.gateway.log;

import dev.downshift.core.DownshiftHome;
import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.core.tenancy.OrganizationKeys;
import dev.downshift.core.tenancy.Tenant;
import dev.downshift.gateway.GatewaySettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
import org.springframework.stereotype.Component;

/**
 * The calls on their way from the gateway to intake, on disk: a folder a process, locked while it lives, and in it files of one
 * organization each. What a dead process left is taken over by whoever looks next.
 */
@Component
class Spool {

    private static final Logger LOG = LoggerFactory.getLogger(Spool.class);
    private static final byte[] PURPOSE = "gateway-log".getBytes(StandardCharsets.UTF_8);
    private static final String LOCK = "lock";

    private final Path root;
    private final Path own;
    private final FileChannel lock;
    private final OrganizationKeys keys;
    private final GatewaySettings settings;
    private final Map<OrganizationId, SpoolFile> open = new HashMap<>();
    private long number;

    Spool(DownshiftHome home, OrganizationKeys keys, GatewaySettings settings) throws IOException {
        this.root = home.resolve("gateway-log");
        this.own = Files.createDirectories(root.resolve(UUID.randomUUID().toString()));
        this.lock = FileChannel.open(own.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (lock.tryLock() == null) {
            throw new IllegalStateException("cannot lock " + own);
        }
        this.keys = keys;
        this.settings = settings;
    }

    /**
     * Takes the calls that are on the disk out of the list. One organization's may stay, as when its key cannot be read, and the others'
     * are written all the same.
     *
     * @throws IOException the first reason why some stayed
     */
    synchronized void append(List<LoggedCall> calls) throws IOException {
        Map<OrganizationId, List<String>> lines = new LinkedHashMap<>();
        calls.forEach(call -> lines.computeIfAbsent(call.organization(), unseen -> new ArrayList<>()).add(call.line()));
        IOException failure = null;
        for (Map.Entry<OrganizationId, List<String>> entry : lines.entrySet()) {
            try {
                append(entry.getKey(), entry.getValue());
                calls.removeIf(call -> call.organization().equals(entry.getKey()));
            } catch (IOException | RuntimeException failed) {
                failure = failure == null ? new IOException("the calls of " + entry.getKey() + " cannot be written: " + failed, failed) : failure;
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
        file.append(lines, plain -> Tenant.call(organization, () -> keys.encrypt(organization, plain, PURPOSE)));
    }

    /** Makes files ready that are old or large enough. */
    synchronized void rotateOld() {
        rotate(false);
    }

    /** Makes every file ready. */
    synchronized void rotateAll() {
        rotate(true);
    }

    synchronized void close() {
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

    UnaryOperator<byte[]> decryption(OrganizationId organization) {
        return encrypted -> Tenant.call(organization, () -> keys.decrypt(organization, encrypted, PURPOSE));
    }

    private void rotate(boolean all) {
        for (Iterator<SpoolFile> files = open.values().iterator(); files.hasNext(); ) {
            SpoolFile file = files.next();
            try {
                boolean old = file.begun().plus(settings.logRotation()).isBefore(Instant.now());
                if (all || old || file.size() >= settings.logFileSize().toBytes()) {
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
