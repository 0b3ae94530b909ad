package dev.downshift.worker;

import dev.downshift.core.tenancy.SignIn;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Removes once a day the rows of the queue, of the jobs it led to and of failed sign-ins that nothing reads any more. What pages show of
 * past work lies with its subjects: uploads, discovery runs, training runs, evaluations and runs of imports.
 */
@Component
class SpentRows {

    /** How long a request and its job can be looked at after their end. */
    static final Duration KEPT = Duration.ofDays(30);

    private static final Logger LOG = LoggerFactory.getLogger(SpentRows.class);
    private static final int AT_ONCE = 1_000;

    private final JdbcClient jdbc;
    private final Clock clock;

    SpentRows(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @Scheduled(initialDelayString = "PT10M", fixedRateString = "PT24H")
    void remove() {
        var ended = clock.instant().minus(KEPT).atOffset(ZoneOffset.UTC);
        try {
            delete("job_request", "ctid in (select ctid from job_request where finished_at < ? limit ?)", ended);
            // Spring Batch writes times without a zone, in that of the process: against a month it makes no difference.
            delete("batch_job_instance", """
                    job_instance_id in (select job_instance_id from batch_job_execution group by job_instance_id
                        having bool_and(end_time is not null) and max(end_time) < ? limit ?)""", ended.toLocalDateTime());
            delete("sign_in_failure", "ctid in (select ctid from sign_in_failure where failed_at < ? limit ?)",
                    clock.instant().minus(SignIn.WINDOW).atOffset(ZoneOffset.UTC));
        } catch (DataAccessException failure) {
            LOG.warn("Rows that nothing reads any more cannot be removed; trying again tomorrow: {}", failure.getMessage());
        }
    }

    /** In small statements, each a transaction of its own, so that nobody waits for them. */
    private void delete(String table, String which, Object before) {
        int removed = 0;
        int some;
        do {
            some = jdbc.sql("delete from " + table + " where " + which).params(before, AT_ONCE).update();
            removed += some;
        } while (some == AT_ONCE);
        LOG.info("{} removed: {}", table, removed);
    }
}
