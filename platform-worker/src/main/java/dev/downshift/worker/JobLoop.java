package dev.downshift.worker;

import dev.downshift.core.jobs.JobKind;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.worker.JobClaims.Claim;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.JobExecutionException;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Does the queue's work, a few jobs of each kind at a time, until the worker stops. */
@Component
class JobLoop implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(JobLoop.class);
    private static final long NATIVE_STACK = 16L << 20;
    private static final int MOST_ATTEMPTS = 5;
    private static final int POLLS_BETWEEN_ATTEMPTS = 5;

    private final JobClaims claims;
    private final JobArrivals arrivals;
    private final JobRunner runner;
    private final WorkerProperties properties;
    private final Map<JobKind, JobSubject> subjects;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean running;

    JobLoop(JobClaims claims, JobArrivals arrivals, JobRunner runner, WorkerProperties properties, List<JobSubject> subjects) {
        this.claims = claims;
        this.arrivals = arrivals;
        this.runner = runner;
        this.properties = properties;
        this.subjects = subjects.stream().collect(Collectors.toMap(JobSubject::kind, subject -> subject));
    }

    @Override
    public synchronized void start() {
        running = true;
        arrivals.start();
        for (var kind : JobKind.values()) {
            for (var slot = 1; runner.knows(kind) && slot <= properties.concurrency(kind); slot++) {
                // Not virtual: ONNX Runtime, called from a virtual thread, ends the whole process with a segmentation fault.
                threads.add(Thread.ofPlatform().stackSize(NATIVE_STACK).name("worker-" + kind.jobName() + "-" + slot).start(() -> work(kind)));
            }
        }
    }

    /** Lets each job come to a restartable point; what has not by then is taken up again like after a kill. */
    @Override
    public synchronized void stop() {
        running = false;
        arrivals.stop();
        runner.stopAll();
        var deadline = System.nanoTime() + properties.stopWithin().toNanos();
        for (var thread : threads) {
            try {
                thread.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
            } catch (InterruptedException interruption) {
                Thread.currentThread().interrupt();
            }
        }
        threads.clear();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Stops before the web server, which reports readiness, and long before the database. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }

    private void work(JobKind kind) {
        kind.niceness().apply();
        while (running) {
            var seen = arrivals.seen(kind);
            try {
                if (!workOnce(kind)) {
                    arrivals.await(kind, seen, properties.poll());
                }
            } catch (SQLException | DataAccessException | TransactionException failure) {
                LOG.warn("The queue cannot be read: {}", failure.getMessage());
                arrivals.await(kind, arrivals.seen(kind), properties.poll().multipliedBy(2));
            }
        }
    }

    private boolean workOnce(JobKind kind) throws SQLException {
        var found = claims.claim(kind);
        if (found.isEmpty()) {
            return false;
        }
        try (var claim = found.get()) {
            run(claim);
        }
        return true;
    }

    private void run(Claim claim) {
        var request = claim.request();
        try {
            var status = runner.run(request);
            LOG.info("{} of {} ended: {}", request.kind(), request.subject(), status);
            if (status == BatchStatus.COMPLETED) {
                settle(request);
            }
            if (running || status != BatchStatus.STOPPED) {
                claim.finish(status.name());
            }
        } catch (JobExecutionException | RuntimeException failure) {
            LOG.error("{} of {} could not be run", request.kind(), request.subject(), failure);
            if (running) {
                tryLaterOrGiveUp(claim);
            }
        }
    }

    private void settle(JobRequest request) {
        var subject = subjects.get(request.kind());
        if (subject != null) {
            Actor.run(Actor.system(request.organization()), () -> subject.settle().accept(request.subject()));
        }
    }

    /** A job that fails says so itself; one that could not even be run may only have met the database at a bad moment. */
    private void tryLaterOrGiveUp(Claim claim) {
        var request = claim.request();
        var attempts = request.attempts() + 1;
        if (attempts < MOST_ATTEMPTS) {
            claim.putOff(properties.poll().multipliedBy((long) POLLS_BETWEEN_ATTEMPTS * attempts));
            return;
        }
        var subject = subjects.get(request.kind());
        if (subject != null) {
            Actor.run(Actor.system(request.organization()), () -> subject.fail().accept(request.subject(),
                    "It could not be run in %d attempts; the worker's log says why. Start it again once that is mended.".formatted(attempts)));
        }
        claim.finish("FAILED");
    }
}
