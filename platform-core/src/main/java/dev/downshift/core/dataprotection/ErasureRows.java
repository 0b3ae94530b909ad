package dev.downshift.core.dataprotection;

import dev.downshift.core.NotFound;
import dev.downshift.core.NullableInstant;
import dev.downshift.core.dataprotection.ErasureView.Status;
import dev.downshift.core.intake.CallErasure.Holder;
import dev.downshift.core.intake.CallId;
import dev.downshift.core.intake.UploadId;
import dev.downshift.core.tenancy.Tenant;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads and writes the tables {@code erasure} and {@code erasure_call}. */
@Component
class ErasureRows {

    private static final int LISTED = 100;
    private static final String SELECT = """
            select e.id, e.type, e.surrogate, e.status, e.messages, e.files, e.failure,
              e.requested_by_name, e.requested_at, e.finished_at, x.calls, x.erased, x.uploads,
              %s as conversations
            from erasure e cross join lateral (
              select count(*) as calls, count(*) filter (where erased) as erased, count(distinct upload_id) as uploads
              from erasure_call x where x.organization_id = e.organization_id and x.erasure_id = e.id) x
            where e.organization_id = ?""";
    private static final String CONVERSATIONS = """
            case when e.status = 'FOUND' then (select count(distinct c.conversation) from erasure_call x
              join call_identity i on i.organization_id = x.organization_id and i.id = x.call_id
              join llm_call c on c.organization_id = i.organization_id and c.ordered_at = i.ordered_at and c.id = i.id
              where x.organization_id = e.organization_id and x.erasure_id = e.id) end""";

    private final JdbcClient jdbc;

    ErasureRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    ErasureId insert(String type, String surrogate, String requestedBy) {
        return new ErasureId(jdbc.sql("""
                        insert into erasure (organization_id, type, surrogate, status, requested_by_name)
                        values (?, ?, ?, 'FOUND', ?) returning id""")
                .params(tenant(), type, surrogate, requestedBy)
                .query((row, number) -> row.getObject(1, UUID.class)).single());
    }

    void add(ErasureId id, List<Holder> found) {
        jdbc.sql("""
                        insert into erasure_call (organization_id, erasure_id, call_id, upload_id)
                        select ?, ?, call, upload from unnest(?::uuid[], ?::uuid[]) as r (call, upload)
                        on conflict do nothing""")
                .params(tenant(), id.value(), found.stream().map(one -> one.call().value()).toArray(UUID[]::new),
                        found.stream().map(one -> one.upload().value()).toArray(UUID[]::new)).update();
    }

    ErasureView get(ErasureId id) {
        return jdbc.sql(SELECT.formatted(CONVERSATIONS) + " and e.id = ?").params(tenant(), id.value())
                .query(ErasureRows::view).optional().orElseThrow(() -> new NotFound("erasure"));
    }

    Status status(ErasureId id) {
        return jdbc.sql("select status from erasure where organization_id = ? and id = ?").params(tenant(), id.value())
                .query((row, number) -> Status.valueOf(row.getString(1))).optional()
                .orElseThrow(() -> new NotFound("erasure"));
    }

    List<ErasureView> list() {
        return jdbc.sql(SELECT.formatted("null::bigint") + " order by e.requested_at desc, e.id desc limit ?")
                .params(tenant(), LISTED).query(ErasureRows::view).list();
    }

    /** Whether it was in one of these states, and so is in the next one now. */
    boolean move(ErasureId id, Status to, Status... from) {
        return jdbc.sql("""
                        update erasure set status = ?, failure = null
                        where organization_id = ? and id = ? and status = any(?)""")
                .params(to.name(), tenant(), id.value(), Arrays.stream(from).map(Status::name).toArray(String[]::new))
                .update() > 0;
    }

    boolean discard(ErasureId id) {
        return jdbc.sql("delete from erasure where organization_id = ? and id = ? and status = 'FOUND'")
                .params(tenant(), id.value()).update() > 0;
    }

    /** Some of the calls that are not erased yet; others than a transaction that runs at the same time has. */
    List<CallId> next(ErasureId id, int limit) {
        return jdbc.sql("""
                        select call_id from erasure_call where organization_id = ? and erasure_id = ? and not erased
                        order by call_id limit ? for update skip locked""")
                .params(tenant(), id.value(), limit)
                .query((row, number) -> new CallId(row.getObject(1, UUID.class))).list();
    }

    void erased(ErasureId id, Collection<CallId> calls) {
        jdbc.sql("update erasure_call set erased = true where organization_id = ? and erasure_id = ? and call_id = any(?)")
                .params(tenant(), id.value(), calls.stream().map(CallId::value).toArray(UUID[]::new)).update();
    }

    List<UploadId> uploads(ErasureId id) {
        return jdbc.sql("""
                        select distinct upload_id from erasure_call
                        where organization_id = ? and erasure_id = ? order by 1""")
                .params(tenant(), id.value()).query((row, number) -> new UploadId(row.getObject(1, UUID.class))).list();
    }

    /** Keeps the larger number: when an erasure goes on, some files are deleted already. */
    void setFiles(ErasureId id, int files) {
        jdbc.sql("update erasure set files = greatest(files, ?) where organization_id = ? and id = ?")
                .params(files, tenant(), id.value()).update();
    }

    void finish(ErasureId id, long messages, Instant at) {
        jdbc.sql("""
                        update erasure set status = 'ERASED', messages = ?, finished_at = ?
                        where organization_id = ? and id = ?""")
                .params(messages, at.atOffset(ZoneOffset.UTC), tenant(), id.value()).update();
    }

    void fail(ErasureId id, String reason) {
        jdbc.sql("""
                        update erasure set status = 'FAILED', failure = ?
                        where organization_id = ? and id = ? and status in ('QUEUED', 'ERASING')""")
                .params(reason, tenant(), id.value()).update();
    }

    private static UUID tenant() {
        return Tenant.current().value();
    }

    private static ErasureView view(ResultSet row, int number) throws SQLException {
        long conversations = row.getLong("conversations");
        @Nullable Long known = row.wasNull() ? null : conversations;
        return new ErasureView(new ErasureId(row.getObject("id", UUID.class)), row.getString("type"),
                row.getString("surrogate"), Status.valueOf(row.getString("status")), row.getLong("calls"),
                row.getLong("erased"), known, row.getLong("uploads"), row.getLong("messages"), row.getLong("files"),
                row.getString("failure"), row.getString("requested_by_name"),
                row.getObject("requested_at", OffsetDateTime.class).toInstant(), NullableInstant.of(row, 10));
    }
}
