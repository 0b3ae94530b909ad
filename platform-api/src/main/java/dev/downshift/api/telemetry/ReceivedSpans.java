package dev.downshift.api.telemetry;

import dev.downshift.core.DownshiftHome;
import dev.downshift.core.LimitReached;
import dev.downshift.core.intake.Upload;
import dev.downshift.core.intake.Uploads;
import dev.downshift.core.limits.IntakeGate;
import dev.downshift.core.spool.Handover;
import dev.downshift.core.spool.Spool;
import dev.downshift.core.spool.SpoolShipping;
import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.core.tenancy.OrganizationKeys;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/** Spans on their way to intake, whichever way they came. They are on the disk before their exporter is told that they arrived. */
@Component
@EnableConfigurationProperties(TelemetrySettings.class)
class ReceivedSpans {

    private static final Duration UNTIL_SOME_ARE_READ = Duration.ofSeconds(15);

    private final Spool spool;
    private final SpoolShipping shipping;
    private final IntakeGate gate;
    private final long most;

    ReceivedSpans(DownshiftHome home, OrganizationKeys keys, Uploads uploads, IntakeGate gate, Clock clock, TelemetrySettings settings) throws IOException {
        this.spool = new Spool(home, "received-spans", keys, new Handover(settings.linger(), settings.rotation(), settings.fileSize()));
        this.shipping = new SpoolShipping(spool, Upload.Source.OTLP, uploads, clock);
        this.gate = gate;
        this.most = settings.most().toBytes();
    }

    /** To be asked before a request is read: when so much waits, none should come. */
    void requireRoom() throws TryLater {
        if (waitingBytes() >= most) {
            throw new TryLater("Spans arrive faster than they are read. Send them again later.", UNTIL_SOME_ARE_READ);
        }
    }

    /**
     * Returns once the request's spans are on the disk.
     *
     * @throws TryLater when the organization's policy does not let them in
     */
    void add(OrganizationId organization, ExportRequest sent) throws IOException, TryLater {
        if (sent.spans() == 0) {
            return;
        }
        try {
            gate.admit(organization, sent.spans(), sent.lines().length);
        } catch (LimitReached limit) {
            throw new TryLater(String.valueOf(limit.getMessage()), Duration.ofSeconds(limit.retryAfterSeconds()));
        }
        try {
            spool.append(organization, sent.lines());
        } catch (IOException failed) {
            gate.withdraw(organization, sent.lines().length);
            throw failed;
        }
    }

    /** How much is on the disk and not handed to intake. */
    long waitingBytes() {
        return spool.bytes();
    }

    @PostConstruct
    void start() {
        shipping.start();
    }

    @PreDestroy
    void stop() {
        shipping.close();
        spool.close();
    }
}
