package dev.downshift.gateway.log;

import dev.downshift.core.DownshiftHome;
import dev.downshift.core.intake.Upload;
import dev.downshift.core.intake.Uploads;
import dev.downshift.core.limits.IntakeGate;
import dev.downshift.core.spool.Handover;
import dev.downshift.core.spool.Spool;
import dev.downshift.core.spool.SpoolLine;
import dev.downshift.core.spool.SpoolShipping;
import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.core.tenancy.OrganizationKeys;
import dev.downshift.gateway.GatewaySettings;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes calls down without making them wait: through a bounded queue to a spool on disk, synced in batches, from where they go to intake.
 * When the queue is full a call waits a moment for its place; one that finds none is counted as lost and said so. A call that its organization's
 * intake policy has no room for today was answered like any other, and is dropped here and counted.
 */
@Component
public class CallLog {

    private static final Logger LOG = LoggerFactory.getLogger(CallLog.class);
    private static final JsonMapper JSON = new JsonMapper();
    private static final int BATCH = 500;
    private static final Duration WAIT_FOR_PLACE = Duration.ofMillis(200);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final int mostWaiting;
    private final BlockingQueue<SpoolLine> queue;
    private final Spool spool;
    private final SpoolShipping shipping;
    private final Counter written;
    private final Counter lost;
    private final Counter dropped;
    private final IntakeGate gate;
    private volatile boolean stopping;
    private volatile Instant lossReportedAt = Instant.EPOCH;
    private final Thread writer = Thread.ofPlatform().name("call-log").unstarted(this::write);

    CallLog(DownshiftHome home, OrganizationKeys keys, Uploads uploads, IntakeGate gate, Clock clock, GatewaySettings settings, MeterRegistry meters) throws IOException {
        this.gate = gate;
        this.mostWaiting = settings.logQueue();
        this.queue = new ArrayBlockingQueue<>(mostWaiting);
        this.spool = new Spool(home, "gateway-log", keys, new Handover(settings.logLinger(), settings.logRotation(), settings.logFileSize()));
        this.shipping = new SpoolShipping(spool, Upload.Source.GATEWAY, uploads, clock);
        this.written = meters.counter("downshift.gateway.log.written");
        this.lost = meters.counter("downshift.gateway.log.lost");
        this.dropped = meters.counter("downshift.gateway.log.dropped");
        meters.gaugeCollectionSize("downshift.gateway.log.waiting", List.of(), queue);
    }

    /** Takes a call in. */
    public void add(OrganizationId organization, ObjectNode call) {
        SpoolLine logged = new SpoolLine(organization, JSON.writeValueAsString(call));
        try {
            if (!queue.offer(logged, WAIT_FOR_PLACE.toMillis(), TimeUnit.MILLISECONDS)) {
                lose(1, "the queue is full");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            lose(1, "the thread was interrupted");
        }
    }

    /** How many calls were not logged since the start. */
    public long lost() {
        return (long) lost.count();
    }

    @PostConstruct
    void start() {
        writer.setDaemon(true);
        writer.start();
        shipping.start();
    }

    @PreDestroy
    void stop() throws InterruptedException {
        stopping = true;
        if (!writer.join(Duration.ofSeconds(10))) {
            LOG.error("The last calls could not be logged in time; {} were waiting", queue.size());
        }
        shipping.close();
        spool.close();
    }

    private void write() {
        List<SpoolLine> waiting = new ArrayList<>(BATCH);
        while (!stopping || !queue.isEmpty()) {
            try {
                SpoolLine first = queue.poll(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
                if (first != null) {
                    List<SpoolLine> taken = new ArrayList<>(BATCH);
                    taken.add(first);
                    queue.drainTo(taken, BATCH - 1);
                    waiting.addAll(withinLimits(taken));
                }
                append(waiting);
            } catch (InterruptedException stopped) {
                return;
            } catch (RuntimeException failed) {
                LOG.error("The log of the gateway's calls could not be written", failed);
            }
        }
        if (!waiting.isEmpty()) {
            lose(waiting.size(), "the spool could not be written before the end");
        }
    }

    private List<SpoolLine> withinLimits(List<SpoolLine> lines) {
        Map<Boolean, List<SpoolLine>> kept = lines.stream()
                .collect(Collectors.partitioningBy(line -> gate.keeps(line.organization(), SpoolLine.bytes(line.line()))));
        Map<OrganizationId, Long> over = kept.getOrDefault(false, List.of()).stream().collect(Collectors.groupingBy(SpoolLine::organization, Collectors.counting()));
        over.forEach((organization, calls) -> {
            dropped.increment(calls);
            try {
                gate.dropped(organization, calls);
            } catch (RuntimeException failed) {
                LOG.warn("{} dropped calls of {} are missing from its count of the day: {}", calls, organization, failed.getMessage());
            }
        });
        return kept.getOrDefault(true, List.of());
    }

    /** What cannot be written now stays for the next time, as many calls as the queue holds: the oldest of more are lost. */
    private void append(List<SpoolLine> waiting) throws InterruptedException {
        int before = waiting.size();
        try {
            spool.append(waiting);
            written.increment(before);
        } catch (IOException failed) {
            written.increment(before - waiting.size());
            LOG.warn("Some of the gateway's calls cannot be written down, trying again: {}", failed.getMessage());
            int tooMany = waiting.size() - mostWaiting;
            if (tooMany > 0) {
                waiting.subList(0, tooMany).clear();
                lose(tooMany, failed.getMessage());
            }
            Thread.sleep(PAUSE);
        }
    }

    private void lose(int calls, @Nullable String why) {
        lost.increment(calls);
        if (lossReportedAt.plusSeconds(10).isBefore(Instant.now())) {
            lossReportedAt = Instant.now();
            LOG.error("{} calls answered but not logged so far: {}", (long) lost.count(), why);
        }
    }
}
