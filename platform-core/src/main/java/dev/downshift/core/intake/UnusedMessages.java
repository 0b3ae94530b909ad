package dev.downshift.core.intake;

import dev.downshift.core.AdvisoryLock;
import dev.downshift.core.tenancy.Tenant;
import java.time.Duration;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Deletes the messages that no call holds any more. An ingest remembers which messages are there and does not write them again, so
 * none may run meanwhile: new ones wait for a moment, and if one that runs already takes long, the messages stay until the next time.
 */
@Component
class UnusedMessages {

    private static final Logger LOG = LoggerFactory.getLogger(UnusedMessages.class);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long PAUSE_MILLIS = 100;

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;

    UnusedMessages(JdbcClient jdbc, TransactionOperations transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /** Holds the running transaction back while messages are being deleted. */
    static void keepFromDeletion(JdbcClient jdbc) {
        AdvisoryLock.MESSAGES.share(jdbc, Tenant.current().value());
    }

    /** Deletes them, unless an ingest runs on, and answers how many there were. */
    int delete() {
        return Objects.requireNonNull(transactions.execute(status -> {
            AdvisoryLock.MESSAGES.take(jdbc, Tenant.current().value());
            if (waitForIngests()) {
                return jdbc.sql("""
                        delete from message m where m.organization_id = ? and not exists (
                            select from (select unnest(c.message_ids || c.response_id) as id from llm_call c where c.organization_id = ?) used
                            where used.id = m.id)""").params(Tenant.current().value(), Tenant.current().value()).update();
            }
            LOG.info("An ingest goes on, so the messages of deleted calls stay until calls are deleted again");
            return 0;
        }));
    }

    private boolean waitForIngests() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (jdbc.sql("select exists (select from upload where organization_id = current_organization() and status = 'INGESTING')")
                .query((row, number) -> row.getBoolean(1)).single()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException interruption) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }
}
