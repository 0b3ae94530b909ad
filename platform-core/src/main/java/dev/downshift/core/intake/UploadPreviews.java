package dev.downshift.core.intake;

import dev.downshift.core.NotFound;
import dev.downshift.core.privacy.Redaction;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.core.tenancy.Permission;
import dev.downshift.core.tenancy.Tenant;
import dev.downshift.engine.privacy.Redactor;
import dev.downshift.engine.traces.LlmCall;
import dev.downshift.engine.traces.ReadLimits;
import dev.downshift.engine.traces.RejectedRecord;
import dev.downshift.engine.traces.TraceFormat;
import dev.downshift.engine.traces.TraceRecord;
import dev.downshift.engine.traces.TraceRecords;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Looks at the beginning of a kept file, without storing anything: its calls are redacted as they are read. */
@Component
public class UploadPreviews {

    private static final int CALLS = 3;
    private static final int REJECTED = 5;
    private static final int MOST_RECORDS = 200;
    private static final long MOST_BYTES = 8 << 20;
    private static final int LONGEST_RECORD = 4 << 20;

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final RawBytes raw;
    private final Redaction redaction;

    UploadPreviews(JdbcClient jdbc, TransactionOperations transactions, RawBytes raw, Redaction redaction) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.raw = raw;
        this.redaction = redaction;
    }

    /**
     * Reads the first {@value #MOST_BYTES} bytes at most.
     *
     * @param format as what; null to recognise each record
     * @throws NotFound where there is no such upload, or its file is no longer kept
     */
    public UploadPreview of(UploadId id, @Nullable TraceFormat format) throws IOException {
        Actor.current().require(Permission.VIEW);
        record Kept(UploadView upload, @Nullable String key) {}
        Kept kept = Objects.requireNonNull(transactions.execute(status -> new Kept(UploadRows.get(jdbc, id),
                jdbc.sql("select blob_key from upload where id = ? and blob_key is not null").param(id.value()).query((row, number) -> row.getString(1)).optional().orElse(null))));
        OrganizationId organization = Tenant.current();
        String key = kept.key();
        if (key == null) {
            throw new NotFound("upload");
        }
        try (InputStream bytes = raw.open(organization, key).orElseThrow(() -> new NotFound("upload"))) {
            Beginning beginning = new Beginning(bytes, MOST_BYTES);
            try (TraceRecords records = TraceRecords.open(beginning, new ReadLimits(LONGEST_RECORD, MOST_BYTES), kept.upload().createdAt(), format)) {
                return look(records, beginning, redaction.redactorFor(organization));
            }
        }
    }

    private static UploadPreview look(TraceRecords records, Beginning beginning, Redactor redactor) throws IOException {
        List<String> container = records.container();
        List<LlmCall> calls = new ArrayList<>();
        List<RejectedRecord> rejected = new ArrayList<>();
        TraceFormat format = null;
        TraceRecord record = records.next();
        for (int seen = 0; record != null && seen < MOST_RECORDS && calls.size() < CALLS; seen++) {
            switch (record) {
                case TraceRecord.Read read -> {
                    format = format == null ? read.format() : format;
                    Iterator<LlmCall> some = read.calls().iterator();
                    while (some.hasNext() && calls.size() < CALLS) {
                        calls.add(shown(some.next(), redactor));
                    }
                }
                case TraceRecord.Rejected bad -> {
                    if (rejected.size() < REJECTED && !beginning.isCut()) {
                        rejected.add(shown(bad.reason(), redactor));
                    }
                }
            }
            record = records.next();
        }
        return new UploadPreview(container, format, calls, rejected, record == null && !beginning.isCut());
    }

    private static RejectedRecord shown(RejectedRecord bad, Redactor redactor) {
        return new RejectedRecord(bad.record(), redacted(bad.file(), redactor), bad.line(), bad.byteOffset(), bad.reason(), bad.remedy());
    }

    /** As it would be stored: what comes from the provider is not free of personal data either. */
    private static LlmCall shown(LlmCall read, Redactor redactor) {
        LlmCall call = redactor.redact(read).value();
        return new LlmCall(call.position(), null, call.conversation(), call.occurredAt(), redacted(call.model(), redactor), call.messages(), call.tools(),
                call.parameters(), call.response(), redacted(call.finishReason(), redactor), call.usage(), call.latency(), call.error(), call.metadata());
    }

    private static @Nullable String redacted(@Nullable String text, Redactor redactor) {
        return text == null ? null : redactor.redact(text).value();
    }

    /** The first bytes of a stream; what is rejected at their end is not the file's fault. */
    private static final class Beginning extends InputStream {
        private final InputStream source;
        private long left;
        private boolean cut;

        Beginning(InputStream source, long most) {
            this.source = source;
            this.left = most;
        }

        boolean isCut() {
            return cut;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (left == 0) {
                cut = cut || source.read() >= 0;
                return -1;
            }
            int count = source.read(target, offset, (int) Math.min(length, left));
            left -= Math.max(0, count);
            return count;
        }
    }
}
