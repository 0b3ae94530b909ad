package dev.downshift.gateway.log;

import dev.downshift.core.intake.Upload;
import dev.downshift.core.intake.Uploads;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.OrganizationId;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Hands ready spool files to intake as uploads. A file is deleted once intake has it; handed over twice it is the same upload. */
@Component
class SpoolShipping {

    private static final Logger LOG = LoggerFactory.getLogger(SpoolShipping.class);

    private final Spool spool;
    private final Uploads uploads;
    private final Clock clock;
    private final ScheduledExecutorService schedule = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("spool-shipping").factory());

    SpoolShipping(Spool spool, Uploads uploads, Clock clock) {
        this.spool = spool;
        this.uploads = uploads;
        this.clock = clock;
    }

    @PostConstruct
    void start() {
        var _ = schedule.scheduleWithFixedDelay(this::ship, 1, 1, TimeUnit.SECONDS);
    }

    @PreDestroy
    void stop() throws InterruptedException {
        schedule.shutdown();
        if (!schedule.awaitTermination(10, TimeUnit.SECONDS)) {
            schedule.shutdownNow();
        }
    }

    synchronized void ship() {
        try {
            spool.ready().forEach(this::ship);
        } catch (RuntimeException failed) {
            LOG.warn("The gateway's log could not be handed to intake, trying again: {}", failed.toString());
        }
    }

    private void ship(Path file) {
        OrganizationId organization = SpoolFile.organization(file);
        try (InputStream lines = SpoolFile.read(file, spool.decryption(organization))) {
            String name = "gateway-" + clock.instant().truncatedTo(ChronoUnit.SECONDS) + ".jsonl";
            Actor.<Object, IOException>call(Actor.system(organization), () -> uploads.receive(name, Upload.Source.GATEWAY, lines));
            Files.deleteIfExists(file);
        } catch (IOException | RuntimeException failed) {
            LOG.warn("{} could not be handed to intake, trying again: {}", file.getFileName(), failed.toString());
        }
    }
}
