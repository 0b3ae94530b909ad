package dev.downshift.core.retention;

import dev.downshift.core.audit.AuditTrail;
import dev.downshift.core.intake.CallFilter;
import dev.downshift.core.intake.CallRetention;
import dev.downshift.core.intake.Calls;
import dev.downshift.core.intake.CallsForgotten;
import dev.downshift.core.intake.UploadRetention;
import dev.downshift.core.limits.IntakePolicies;
import dev.downshift.core.limits.IntakePolicy;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.OrganizationId;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Removes the calls that are older than their organization keeps them, once a day after midnight UTC, with the messages that only they held
 * and the lists of rejected records of as old uploads. Frozen datasets, evaluations, the ledger and the audit trail stay. A pass that is
 * killed is begun again, by whichever worker, and ends as if it had not been.
 */
@Service
public class Retention {

    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

    private final RetentionRows rows;
    private final IntakePolicies policies;
    private final Calls calls;
    private final CallRetention oldCalls;
    private final UploadRetention oldUploads;
    private final AuditTrail audit;
    private final ApplicationEventPublisher events;
    private final TransactionOperations transactions;
    private final DataSource database;
    private final Clock clock;

    Retention(RetentionRows rows, IntakePolicies policies, Calls calls, CallRetention oldCalls, UploadRetention oldUploads, AuditTrail audit,
            ApplicationEventPublisher events, TransactionOperations transactions, DataSource database, Clock clock) {
        this.rows = rows;
        this.policies = policies;
        this.calls = calls;
        this.oldCalls = oldCalls;
        this.oldUploads = oldUploads;
        this.audit = audit;
        this.events = events;
        this.transactions = transactions;
        this.database = database;
        this.clock = clock;
    }

    /** What keeping calls for so many days would remove of the current organization at the next midnight. */
    public RetentionPreview preview(int days) {
        Instant at = RetentionRows.nextMidnight(clock.instant());
        Instant keptFrom = at.minus(Duration.ofDays(days));
        return new RetentionPreview(at, keptFrom, callsBefore(keptFrom), oldUploads.rejectedBefore(keptFrom));
    }

    /** The newest pass of the current organization that removed something. */
    public Optional<RetentionPass> last() {
        return rows.last();
    }

    /** Looks through every organization whose time has come and that no other worker is at. */
    public void runDue() throws SQLException {
        for (OrganizationId organization : rows.due(clock.instant())) {
            Optional<RetentionLock> lock = RetentionLock.take(database, organization);
            if (lock.isPresent()) {
                try (RetentionLock held = lock.get()) {
                    if (rows.due(clock.instant()).contains(held.organization())) {
                        Actor.run(Actor.system(organization), () -> run(organization));
                    }
                } catch (RuntimeException failed) {
                    LOG.error("The old calls of {} could not be removed; trying again", organization, failed);
                }
            }
        }
    }

    private void run(OrganizationId organization) {
        Instant now = clock.instant();
        IntakePolicy policy = policies.current().policy();
        if (policy.keepCallsDays() == null) {
            rows.unschedule(organization);
            return;
        }
        LocalDate day = LocalDate.ofInstant(now, ZoneOffset.UTC);
        Instant keptFrom = day.minusDays(policy.keepCallsDays()).atStartOfDay().toInstant(ZoneOffset.UTC);
        RetentionPass pass = rows.begin(day, keptFrom, callsBefore(keptFrom), oldUploads.rejectedBefore(keptFrom));
        oldCalls.forgetBefore(keptFrom);
        oldUploads.forgetRejectedBefore(keptFrom);
        oldUploads.recount();
        transactions.executeWithoutResult(status -> {
            rows.finish(day, now);
            rows.schedule(organization, RetentionRows.nextMidnight(now));
            if (pass.calls() + pass.rejectedRecords() > 0) {
                audit.append("retention.passed", "retention-pass", day, Map.of("keepCallsDays", policy.keepCallsDays(), "keptFrom", keptFrom.toString(),
                        "calls", pass.calls(), "rejectedRecords", pass.rejectedRecords()));
                events.publishEvent(new CallsForgotten(organization, keptFrom));
            }
        });
        LOG.info("{} of {} removed: {} calls, {} rejected records", day, organization, pass.calls(), pass.rejectedRecords());
    }

    private long callsBefore(Instant time) {
        return calls.count(new CallFilter(null, null, null, null, null, null, time));
    }
}
