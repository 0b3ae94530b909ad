package dev.downshift.core.promotion;

import dev.downshift.core.Cursor;
import dev.downshift.core.Page;
import dev.downshift.core.evaluation.EvaluationId;
import dev.downshift.core.routing.Mode;
import dev.downshift.core.tasks.TaskId;
import dev.downshift.core.tenancy.PersonId;
import dev.downshift.core.training.CandidateId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads requests with their decisions. */
@Component
class PromotionRows {

    private static final int PAGE = 50;
    private static final String SELECT = """
            select p.id, p.task_id, p.candidate_id, p.evaluation_id, p.mode, p.share, p.status, p.evidence, p.evidence_hash,
                   p.comment, p.requested_by, p.requested_by_name, p.requested_at,
                   d.outcome, d.comment, d.decided_by, d.decided_by_name, d.decided_at
            from promotion_request p
            left join decision d on d.organization_id = p.organization_id and d.promotion_request_id = p.id
            """;

    private final JdbcClient jdbc;
    private final Evidence evidence;

    PromotionRows(JdbcClient jdbc, Evidence evidence) {
        this.jdbc = jdbc;
        this.evidence = evidence;
    }

    Optional<PromotionView> find(PromotionRequestId id) {
        return jdbc.sql(SELECT + "where p.id = ?").param(id.value()).query(this::view).optional();
    }

    List<PromotionView> waiting() {
        return jdbc.sql(SELECT + "where p.status = 'WAITING' order by p.requested_at, p.id").query(this::view).list();
    }

    Page<PromotionView> list(@Nullable PromotionStatus status, @Nullable TaskId task, Cursor cursor) {
        @Nullable String statusName = status == null ? null : status.name();
        @Nullable UUID taskId = task == null ? null : task.value();
        List<PromotionView> found = jdbc.sql(SELECT + """
                        where (?::text is null or p.status = ?) and (?::uuid is null or p.task_id = ?)
                        and (p.requested_at, p.id) < (?, ?)
                        order by p.requested_at desc, p.id desc limit ?""")
                .param(statusName).param(statusName)
                .param(taskId).param(taskId)
                .param(cursor.at().atOffset(ZoneOffset.UTC)).param(cursor.id())
                .param(PAGE + 1)
                .query(this::view)
                .list();
        return Page.of(found, PAGE, request -> new Cursor(request.requestedAt(), request.id().value()));
    }

    private PromotionView view(ResultSet row, int number) throws SQLException {
        String text = row.getString(8);
        byte[] hash = row.getBytes(9);
        return new PromotionView(
                new PromotionRequestId(row.getObject(1, UUID.class)),
                new TaskId(row.getObject(2, UUID.class)),
                new CandidateId(row.getObject(3, UUID.class)),
                new EvaluationId(row.getObject(4, UUID.class)),
                Mode.valueOf(row.getString(5)),
                row.getBigDecimal(6),
                PromotionStatus.valueOf(row.getString(7)),
                evidence.parse(text),
                HexFormat.of().formatHex(hash),
                Arrays.equals(hash, evidence.hash(text)),
                row.getString(10),
                new PersonId(row.getObject(11, UUID.class)),
                row.getString(12),
                row.getObject(13, OffsetDateTime.class).toInstant(),
                decision(row));
    }

    private static PromotionView.@Nullable Decision decision(ResultSet row) throws SQLException {
        @Nullable String outcome = row.getString(14);
        return outcome == null ? null : new PromotionView.Decision(outcome.equals("APPROVED"), row.getString(15),
                new PersonId(row.getObject(16, UUID.class)), row.getString(17), row.getObject(18, OffsetDateTime.class).toInstant());
    }
}
