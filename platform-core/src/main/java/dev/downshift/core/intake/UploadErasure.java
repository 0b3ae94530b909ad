package dev.downshift.core.intake;

import dev.downshift.core.audit.AuditTrail;
import dev.downshift.core.tenancy.Tenant;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Takes away what an upload brought: before it is read again, or with the upload itself. In small transactions, so that it may be
 * killed at any point and begun again.
 */
@Component
class UploadErasure {

    private static final int CALLS_AT_ONCE = 5_000;

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final RawBytes raw;
    private final UnusedMessages messages;
    private final AuditTrail audit;

    UploadErasure(JdbcClient jdbc, TransactionOperations transactions, RawBytes raw, UnusedMessages messages, AuditTrail audit) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.raw = raw;
        this.messages = messages;
        this.audit = audit;
    }

    private record Asked(boolean all, boolean startsOver, @Nullable String blobKey) {}

    /** Does what the upload's row asks for. */
    void eraseIfAsked(UploadId id) throws IOException {
        Optional<Asked> found = Objects.requireNonNull(transactions.execute(status ->
                jdbc.sql("select status = 'DELETING', starts_over, blob_key from upload where id = ?").param(id.value())
                        .query((row, number) -> new Asked(row.getBoolean(1), row.getBoolean(2), row.getString(3))).optional()));
        if (found.isEmpty() || !(found.get().all() || found.get().startsOver())) {
            return;
        }
        Asked asked = found.get();
        long calls = eraseCalls(id);
        if (calls > 0) {
            messages.delete();
        }
        if (!asked.all()) {
            transactions.executeWithoutResult(status -> startOver(id));
            return;
        }
        String blobKey = asked.blobKey();
        if (blobKey != null) {
            raw.delete(Tenant.current(), blobKey);
        }
        transactions.executeWithoutResult(status -> {
            if (jdbc.sql("delete from upload where id = ? and status = 'DELETING'").param(id.value()).update() > 0) {
                audit.append("upload.deleted", "upload", id, Map.of("calls", calls));
            }
        });
    }

    private long eraseCalls(UploadId id) {
        UUID organization = Tenant.current().value();
        long all = 0;
        int deleted;
        do {
            deleted = Objects.requireNonNull(transactions.execute(status -> jdbc.sql("""
                            with gone as (delete from call_identity where organization_id = ? and id in (
                                select id from llm_call where organization_id = ? and upload_id = ? order by ordered_at limit ?) returning id, ordered_at)
                            delete from llm_call c using gone where c.organization_id = ? and c.ordered_at = gone.ordered_at and c.id = gone.id""")
                    .params(organization, organization, id.value(), CALLS_AT_ONCE, organization).update()));
            all += deleted;
        } while (deleted > 0);
        return all;
    }

    private void startOver(UploadId id) {
        jdbc.sql("delete from rejected_record where organization_id = current_organization() and upload_id = ?").param(id.value()).update();
        jdbc.sql("""
                        delete from finding f where organization_id = current_organization() and upload_id = ?
                            and not exists (select from message m where m.organization_id = ? and m.id = f.message_id)""").params(id.value(), Tenant.current().value()).update();
        jdbc.sql("""
                        update upload set starts_over = false, records = 0, calls = 0, known = 0, completed = 0, represented = 0, rejected = 0, findings = 0, bytes_read = 0, format = null, started_at = null,
                            sample_one_in = null, sampled_out = 0, removed = 0
                        where id = ?""").param(id.value()).update();
    }
}
