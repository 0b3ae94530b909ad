package dev.downshift.core.dataprotection;

import dev.downshift.core.audit.AuditTrail;
import dev.downshift.core.dataprotection.ErasureView.Status;
import dev.downshift.core.intake.CallErasure;
import dev.downshift.core.intake.CallId;
import dev.downshift.core.intake.CallsForgotten;
import dev.downshift.core.intake.SoughtText;
import dev.downshift.core.intake.UploadId;
import dev.downshift.core.intake.UploadRetention;
import dev.downshift.core.tenancy.Tenant;
import dev.downshift.engine.privacy.FindingType;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Erases what an erasure found, some calls a transaction, then what only they held. It may be killed at any point and
 * begun again, and ends as if it had not been.
 */
@Component
public class ErasureWork {

    private static final int CALLS_AT_ONCE = 1_000;

    private final ErasureRows rows;
    private final CallErasure calls;
    private final UploadRetention uploads;
    private final AuditTrail audit;
    private final ApplicationEventPublisher events;
    private final TransactionOperations transactions;
    private final Clock clock;

    ErasureWork(ErasureRows rows, CallErasure calls, UploadRetention uploads, AuditTrail audit,
            ApplicationEventPublisher events, TransactionOperations transactions, Clock clock) {
        this.rows = rows;
        this.calls = calls;
        this.uploads = uploads;
        this.audit = audit;
        this.events = events;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Does the next part, and answers whether there is more to do. */
    public boolean advance(ErasureId id) throws IOException {
        Status status = inTransaction(() -> rows.status(id));
        return switch (status) {
            case QUEUED -> inTransaction(() -> lookAgain(id));
            case ERASING -> inTransaction(() -> eraseSome(id)) || finish(id);
            case FOUND, ERASED, FAILED -> false;
        };
    }

    /** Ends it with a reason for people; what is erased stays so. */
    public void fail(ErasureId id, String reason) {
        transactions.executeWithoutResult(status -> rows.fail(id, reason));
    }

    /** Calls may have come in since the first look. */
    private boolean lookAgain(ErasureId id) {
        look(id);
        rows.setFiles(id, calls.countFiles(rows.uploads(id)));
        return rows.move(id, Status.ERASING, Status.QUEUED);
    }

    private void look(ErasureId id) {
        ErasureView erasure = rows.get(id);
        SoughtText sought = Sought.of(FindingType.valueOf(erasure.type()), erasure.surrogate());
        rows.add(id, calls.holding(List.of(sought)));
    }

    private boolean eraseSome(ErasureId id) {
        List<CallId> next = rows.next(id, CALLS_AT_ONCE);
        calls.erase(next);
        rows.erased(id, next);
        return !next.isEmpty();
    }

    /** An upload that is still being read could bring such calls later, and its file is needed; others may have brought some meanwhile. */
    private boolean finish(ErasureId id) throws IOException {
        List<UploadId> brought = inTransaction(() -> rows.uploads(id));
        if (calls.areComing(brought)) {
            fail(id, "An upload that brought some of the calls is still being read and may bring more. Go on when it is read.");
            return false;
        }
        calls.deleteFiles(brought);
        return inTransaction(() -> {
            calls.holdBack();
            look(id);
            if (!rows.next(id, 1).isEmpty()) {
                return true;
            }
            rows.finish(id, calls.deleteUnused(), clock.instant());
            uploads.recount();
            ErasureView done = rows.get(id);
            audit.append("erasure.done", "erasure", id, Map.of("type", done.type(), "surrogate", done.surrogate(),
                    "calls", done.erased(), "messages", done.messages(), "files", done.files()));
            events.publishEvent(new CallsForgotten(Tenant.current(), Instant.EPOCH));
            return false;
        });
    }

    private <T> T inTransaction(Supplier<T> work) {
        return Objects.requireNonNull(transactions.execute(status -> work.get()));
    }
}
