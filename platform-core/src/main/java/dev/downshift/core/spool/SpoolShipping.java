package dev.downshift.core.spool;

import dev.downshift.core.intake.Upload;
import dev.downshift.core.intake.Uploads;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.OrganizationId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands ready spool files to intake as uploads. A file is deleted once intake has it; handed over twice it is the same upload. While intake
 * is still at an organization's last ones its records wait and become larger files: what cannot be read as fast as it comes is seen here.
 */
public final class SpoolShipping implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SpoolShipping.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration LOOK_AROUND = Duration.ofSeconds(5);
    private static final Duration TRY_AGAIN = Duration.ofSeconds(5);
    private static final Duration INTAKE_BUSY = Duration.ofMillis(100);
    private static final int MOST_UNREAD = 2;

    private final Spool spool;
    private final Upload.Source source;
    private final Uploads uploads;
    private final Clock clock;
    private final Map<Path, Instant> failed = new HashMap<>();
    private final Thread thread;
    private volatile boolean closed;

    public SpoolShipping(Spool spool, Upload.Source source, Uploads uploads, Clock clock) {
        this.spool = spool;
        this.source = source;
        this.uploads = uploads;
        this.clock = clock;
        this.thread = Thread.ofPlatform().daemon().name("spool-shipping").unstarted(this::work);
    }

    /** Hands files over from now on. */
    public void start() {
        thread.start();
    }

    @Override
    public void close() {
        closed = true;
        spool.wake();
        try {
            if (thread.isAlive() && !thread.join(PATIENCE)) {
                LOG.warn("The last spooled records are handed to intake after the next start");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void work() {
        while (!closed) {
            try {
                if (handOver()) {
                    spool.await(LOOK_AROUND);
                } else {
                    Thread.sleep(INTAKE_BUSY);
                }
            } catch (InterruptedException stopped) {
                return;
            } catch (RuntimeException failure) {
                LOG.warn("Spooled records could not be handed to intake, trying again: {}", failure.toString());
                pause();
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(Duration.ofSeconds(1));
        } catch (InterruptedException stopped) {
            closed = true;
        }
    }

    /** Whether all that was due could go. */
    private boolean handOver() {
        Set<OrganizationId> busy = new HashSet<>();
        for (OrganizationId organization : spool.due()) {
            spool.rotateFull(organization);
            if (isFree(organization)) {
                spool.rotate(organization);
            } else {
                busy.add(organization);
            }
        }
        failed.values().removeIf(at -> at.plus(TRY_AGAIN).isBefore(Instant.now()));
        for (Path file : spool.ready()) {
            OrganizationId organization = SpoolFile.organization(file);
            if (failed.containsKey(file) || busy.contains(organization)) {
                continue;
            }
            if (isFree(organization)) {
                ship(organization, file);
            } else {
                busy.add(organization);
            }
        }
        return busy.isEmpty();
    }

    private boolean isFree(OrganizationId organization) {
        return Actor.call(Actor.system(organization), () -> uploads.unread(source)) < MOST_UNREAD;
    }

    private void ship(OrganizationId organization, Path file) {
        try (InputStream lines = SpoolFile.read(file, spool.decryption(organization))) {
            String name = source.name().toLowerCase(Locale.ROOT) + "-" + clock.instant().truncatedTo(ChronoUnit.SECONDS) + ".jsonl";
            Actor.<Object, IOException>call(Actor.system(organization), () -> uploads.receive(name, source, lines));
            spool.delete(file);
        } catch (IOException | RuntimeException failure) {
            failed.put(file, Instant.now());
            LOG.warn("{} could not be handed to intake, trying again: {}", file.getFileName(), failure.toString());
        }
    }
}
