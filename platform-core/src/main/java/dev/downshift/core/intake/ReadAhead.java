package dev.downshift.core.intake;

import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.core.tenancy.Tenant;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Reads on a thread of its own, one thing at a time and in order: the next one while the last is used. All reading is done there,
 * and what was read is handed over safely. Itself not for several threads.
 */
final class ReadAhead<T> implements AutoCloseable {

    private final OrganizationId organization;
    private final Source<T> source;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("upload-reader").factory());
    private @Nullable Future<Optional<T>> ahead;

    /** @param organization on whose behalf the source is read */
    ReadAhead(OrganizationId organization, Source<T> source) {
        this.organization = organization;
        this.source = source;
    }

    /** What is read from: nothing at its end. */
    interface Source<T> {
        Optional<T> next() throws IOException;
    }

    /** Begins to read the next one, unless that was begun. */
    void begin() {
        if (ahead == null) {
            ahead = thread.submit(() -> Tenant.call(organization, source::next));
        }
    }

    /** The next one, waited for. A failure to read it is the caller's. */
    Optional<T> next() throws IOException {
        begin();
        Future<Optional<T>> begun = Objects.requireNonNull(ahead);
        try {
            Optional<T> next = begun.get();
            ahead = null;
            return next;
        } catch (ExecutionException failure) {
            switch (failure.getCause()) {
                case IOException unreadable -> throw unreadable;
                case RuntimeException own -> throw own;
                case Error error -> throw error;
                case null, default -> throw new IllegalStateException(failure);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the reading was interrupted");
        }
    }

    /** Waits until nothing is read any more. */
    @Override
    public void close() {
        thread.close();
    }
}
