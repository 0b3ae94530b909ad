package dev.downshift.core.spool;

import dev.downshift.core.tenancy.OrganizationId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Brings what many threads want written to the disk together: whatever came while the last batch was written is the next one, so that one
 * sync of a file serves all who wait for it (group commit).
 */
final class SpoolWriter implements AutoCloseable {

    private static final int MOST_BYTES = 8 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Writes one organization's lines, and returns once they are on the disk. */
    interface Target {
        void write(OrganizationId organization, byte[] lines) throws IOException;
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Waiting(OrganizationId organization, byte[] lines, CompletableFuture<Void> written) {
        static final Waiting NOTHING = new Waiting(new OrganizationId(new UUID(0, 0)), new byte[0], new CompletableFuture<>());
    }

    private final Target target;
    private final LinkedBlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
    private final Thread thread;
    private volatile boolean closed;

    SpoolWriter(String name, Target target) {
        this.target = target;
        this.thread = Thread.ofPlatform().daemon().name(name + "-writer").start(this::work);
    }

    /** Ends with success once the lines are on the disk. */
    synchronized CompletableFuture<Void> write(OrganizationId organization, byte[] lines) {
        CompletableFuture<Void> written = new CompletableFuture<>();
        if (closed) {
            written.completeExceptionally(new IOException("the spool is closed"));
            return written;
        }
        queue.add(new Waiting(organization, lines, written));
        return written;
    }

    private void work() {
        try {
            while (!closed || !queue.isEmpty()) {
                write(batch(queue.take()));
            }
        } catch (InterruptedException stopped) {
            closed = true;
        }
    }

    private List<Waiting> batch(Waiting first) {
        List<Waiting> batch = new ArrayList<>(List.of(first));
        long bytes = first.lines.length;
        for (Waiting next = queue.poll(); next != null; next = bytes < MOST_BYTES ? queue.poll() : null) {
            batch.add(next);
            bytes += next.lines.length;
        }
        batch.remove(Waiting.NOTHING);
        return batch;
    }

    private void write(List<Waiting> batch) {
        Map<OrganizationId, List<Waiting>> byOrganization = new LinkedHashMap<>();
        batch.forEach(waiting -> byOrganization.computeIfAbsent(waiting.organization, unseen -> new ArrayList<>()).add(waiting));
        byOrganization.forEach((organization, all) -> {
            Throwable failure = tryToWrite(organization, all);
            for (Waiting waiting : all) {
                if (failure == null) {
                    waiting.written.complete(null);
                } else {
                    waiting.written.completeExceptionally(failure);
                }
            }
        });
    }

    private @Nullable Throwable tryToWrite(OrganizationId organization, List<Waiting> all) {
        try {
            target.write(organization, joined(all));
            return null;
        } catch (IOException | RuntimeException failed) {
            return failed;
        }
    }

    private static byte[] joined(List<Waiting> all) {
        if (all.size() == 1) {
            return all.getFirst().lines;
        }
        ByteArrayOutputStream joined = new ByteArrayOutputStream(all.stream().mapToInt(waiting -> waiting.lines.length).sum());
        all.forEach(waiting -> joined.writeBytes(waiting.lines));
        return joined.toByteArray();
    }

    /** Writes what waits, and ends. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            queue.add(Waiting.NOTHING);
        }
        try {
            thread.join(PATIENCE);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
