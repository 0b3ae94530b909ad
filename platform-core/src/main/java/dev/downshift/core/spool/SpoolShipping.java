package dev.downshift.core.spool;

import dev.downshift.core.intake.Upload;
import dev.downshift.core.intake.Uploads;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.OrganizationId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands ready spool files to intake as uploads. A file is deleted once intake has it; handed over twice it is the same upload. */
public final class SpoolShipping implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SpoolShipping.class);
    private static final long PATIENCE_SECONDS = 10;

    private final Spool spool;
    private final Upload.Source source;
    private final Uploads uploads;
    private final Clock clock;
    private final ScheduledExecutorService schedule = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("spool-shipping").factory());

    public SpoolShipping(Spool spool, Upload.Source source, Uploads uploads, Clock clock) {
        this.spool = spool;
        this.source = source;
        this.uploads = uploads;
        this.clock = clock;
    }

    /** Looks for files once a second from now on. */
    public void start() {
        var _ = schedule.scheduleWithFixedDelay(this::ship, 1, 1, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        schedule.shutdown();
        try {
            if (!schedule.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                schedule.shutdownNow();
            }
        } catch (InterruptedException stopped) {
            schedule.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private void ship() {
        try {
            spool.rotateOld();
            spool.ready().forEach(this::ship);
        } catch (RuntimeException failed) {
            LOG.warn("Spooled records could not be handed to intake, trying again: {}", failed.toString());
        }
    }

    private void ship(Path file) {
        OrganizationId organization = SpoolFile.organization(file);
        try (InputStream lines = SpoolFile.read(file, spool.decryption(organization))) {
            String name = source.name().toLowerCase(Locale.ROOT) + "-" + clock.instant().truncatedTo(ChronoUnit.SECONDS) + ".jsonl";
            Actor.<Object, IOException>call(Actor.system(organization), () -> uploads.receive(name, source, lines));
            Files.deleteIfExists(file);
        } catch (IOException | RuntimeException failed) {
            LOG.warn("{} could not be handed to intake, trying again: {}", file.getFileName(), failed.toString());
        }
    }
}
