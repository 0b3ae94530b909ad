package dev.downshift.worker.retention;

import dev.downshift.core.retention.Retention;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Looks every few minutes whether an organization's time has come; that is once a day. */
@Component
class RetentionTimer {

    private static final Logger LOG = LoggerFactory.getLogger(RetentionTimer.class);

    private final Retention retention;

    RetentionTimer(Retention retention) {
        this.retention = retention;
    }

    @Scheduled(initialDelayString = "PT2M", fixedRateString = "PT5M")
    void run() {
        try {
            retention.runDue();
        } catch (SQLException | DataAccessException | TransactionException failure) {
            LOG.warn("What is to be removed cannot be read: {}", failure.getMessage());
        }
    }
}
