package dev.downshift.api.telemetry;

import dev.downshift.core.DownshiftHome;
import dev.downshift.core.intake.Upload;
import dev.downshift.core.intake.Uploads;
import dev.downshift.core.limits.IntakeGate;
import dev.downshift.core.spool.Spool;
import dev.downshift.core.spool.SpoolLine;
import dev.downshift.core.spool.SpoolShipping;
import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.core.tenancy.OrganizationKeys;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/** Spans on their way to intake. They are on the disk before their exporter is told that they arrived. */
@Component
@EnableConfigurationProperties(TelemetrySettings.class)
class ReceivedSpans {

    private final Spool spool;
    private final SpoolShipping shipping;
    private final IntakeGate gate;
    private final long most;

    ReceivedSpans(DownshiftHome home, OrganizationKeys keys, Uploads uploads, IntakeGate gate, Clock clock, TelemetrySettings settings) throws IOException {
        this.spool = new Spool(home, "received-spans", keys, settings.rotation(), settings.fileSize());
        this.shipping = new SpoolShipping(spool, Upload.Source.OTLP, uploads, clock);
        this.gate = gate;
        this.most = settings.most().toBytes();
    }

    /** Whether so much waits that no more should come. */
    boolean full() {
        return spool.bytes() >= most;
    }

    /**
     * Returns once the request's spans are on the disk.
     *
     * @throws dev.downshift.core.LimitReached when the organization's policy does not let them in
     */
    void add(OrganizationId organization, List<String> lines) throws IOException {
        long bytes = lines.stream().mapToLong(SpoolLine::bytes).sum();
        gate.admit(organization, lines.size(), bytes);
        try {
            spool.append(lines.stream().map(line -> new SpoolLine(organization, line)).collect(Collectors.toCollection(ArrayList::new)));
        } catch (IOException failed) {
            gate.withdraw(organization, bytes);
            throw failed;
        }
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
