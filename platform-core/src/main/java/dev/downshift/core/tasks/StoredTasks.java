package dev.downshift.core.tasks;

import dev.downshift.core.Cursor;
import dev.downshift.core.InvalidInput;
import dev.downshift.core.NotFound;
import dev.downshift.core.Page;
import dev.downshift.core.audit.AuditTrail;
import dev.downshift.core.intake.CallId;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.Permission;
import dev.downshift.core.tenancy.Tenant;
import dev.downshift.engine.discovery.CallSiteMatcher;
import dev.downshift.engine.discovery.CallSiteSignature;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Tasks as rows. */
@Service
@Transactional(readOnly = true)
class StoredTasks implements Tasks {

    private static final int PAGE = 100;
    private static final int LONGEST_NAME = 200;
    private static final UUID FIRST = new UUID(0, 0);

    private final JdbcClient jdbc;
    private final AuditTrail audit;

    StoredTasks(JdbcClient jdbc, AuditTrail audit) {
        this.jdbc = jdbc;
        this.audit = audit;
    }

    @Override
    public TaskView get(TaskId id) {
        return jdbc.sql(TaskRows.TASK + "where t.id = ?").param(id.value()).query(TaskRows::task).optional()
                .orElseThrow(() -> new NotFound("task"));
    }

    @Override
    public Page<TaskView> list(TaskQuery query, @Nullable String cursor) {
        long offset = Math.max(0, Cursor.number(cursor, 0));
        String order = query.descending() ? " desc nulls last" : " asc nulls last";
        List<TaskView> oneMore = jdbc.sql(TaskRows.TASK + """
                        where t.status = 'ACTIVE'
                          and (:text::text is null or position(lower(:text::text) in lower(t.name || ' ' || t.description)) > 0)
                          and (:shape::text is null or t.output_shape = :shape)
                          and (:worth::boolean is null or t.worth_moving = :worth)
                        order by\s""" + query.sort().column() + order + ", t.calls desc, t.id limit :limit offset :offset")
                .param("text", query.text())
                .param("shape", query.shape() == null ? null : query.shape().name())
                .param("worth", query.worthMoving())
                .param("limit", PAGE + 1)
                .param("offset", offset)
                .query(TaskRows::task)
                .list();
        return oneMore.size() <= PAGE ? new Page<>(oneMore, null) : new Page<>(oneMore.subList(0, PAGE), Long.toString(offset + PAGE));
    }

    @Override
    public List<CallId> calls(TaskId id) {
        get(id);
        return jdbc.sql("select call_id from assignment where organization_id = ? and task_id = ? order by call_id").params(Tenant.current().value(), id.value())
                .query((row, i) -> new CallId(row.getObject(1, UUID.class))).list();
    }

    @Override
    public Page<CallId> calls(TaskId id, @Nullable String cursor) {
        get(id);
        UUID after = cursor == null || cursor.isBlank() ? FIRST : CallId.of(cursor).value();
        List<CallId> oneMore = jdbc.sql("select call_id from assignment where organization_id = ? and task_id = ? and call_id > ? order by call_id limit " + (PAGE + 1))
                .params(Tenant.current().value(), id.value(), after)
                .query((row, i) -> new CallId(row.getObject(1, UUID.class))).list();
        return oneMore.size() <= PAGE
                ? new Page<>(oneMore, null)
                : new Page<>(oneMore.subList(0, PAGE), oneMore.get(PAGE - 1).toString());
    }

    @Override
    public List<CallId> examples(TaskId id, int count) {
        return jdbc.sql("""
                        with own as (select min(a.call_id::text)::uuid as call_id, a.variable_id from assignment a
                                     where a.organization_id = :organization and a.task_id = :task and a.variable_id is not null group by a.variable_id),
                             centre as (select avg(e.vector) as vector from own join embedding e using (variable_id))
                        select own.call_id from own left join embedding e using (variable_id) cross join centre
                        order by e.vector <=> centre.vector nulls last, own.call_id limit :count""")
                .param("organization", Tenant.current().value())
                .param("task", id.value())
                .param("count", count)
                .query((row, i) -> new CallId(row.getObject(1, UUID.class)))
                .list();
    }

    @Override
    public Optional<TaskId> taskOf(CallId call) {
        return jdbc.sql("select task_id from assignment where organization_id = ? and call_id = ? and task_id is not null").params(Tenant.current().value(), call.value())
                .query((row, i) -> new TaskId(row.getObject(1, UUID.class))).optional();
    }

    @Override
    public long unassigned() {
        return jdbc.sql("""
                        select (select count(*) from call_identity where organization_id = ?) - (select count(*) from assignment where organization_id = ? and task_id is not null)""")
                .params(Tenant.current().value(), Tenant.current().value())
                .query((row, i) -> row.getLong(1)).single();
    }

    @Override
    @Transactional
    public void rename(TaskId id, String name) {
        Actor.current().require(Permission.TRAIN);
        String stripped = name.strip();
        if (stripped.isEmpty() || stripped.length() > LONGEST_NAME) {
            throw new InvalidInput("name", "A name has 1 to 200 characters.", "Give it a shorter one.");
        }
        TaskView before = get(id);
        jdbc.sql("update task set name = ?, named_by_person = true, updated_at = now() where id = ?")
                .params(stripped, id.value()).update();
        audit.append("task.renamed", "task", id, Map.of("from", before.name(), "to", stripped));
    }

    @Override
    public Optional<CallSiteMatcher<TaskId>> matcher() {
        Map<TaskId, CallSiteSignature> signatures = new LinkedHashMap<>();
        jdbc.sql("select t.id, s.signature from task t join call_site s on s.id = t.call_site_id where t.status = 'ACTIVE' order by t.id")
                .query(row -> {
                    signatures.put(new TaskId(row.getObject(1, UUID.class)), CallSiteSignature.fromJson(row.getString(2)));
                });
        return signatures.isEmpty() ? Optional.empty() : Optional.of(CallSiteMatcher.of(signatures));
    }
}
