package dev.downshift.core.tasks;

import dev.downshift.core.AdvisoryLock;
import dev.downshift.core.tenancy.Tenant;
import dev.downshift.engine.discovery.CallSiteSignature;
import dev.downshift.engine.discovery.DiscoveredTask;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** Writes what a run found: sites and tasks keep their ids and the names people gave them; what is gone is retired. */
@Component
@Transactional(propagation = Propagation.MANDATORY)
class TaskWriter {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Where a discovered task lives in the database. */
    record Place(UUID callSite, UUID task) {}

    private final JdbcClient jdbc;

    TaskWriter(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Writes the tasks and returns where each is, by its discovered id. */
    Map<String, Place> write(List<DiscoveredTask> tasks, DiscoveryRunId run) {
        lock();
        jdbc.sql("delete from assignment where organization_id = ?").param(Tenant.current().value()).update();
        jdbc.sql("update task set status = 'RETIRED' where status = 'ACTIVE'").update();
        Map<String, UUID> known = new KnownSites(signatures()).match(tasks);
        Map<String, Place> places = new LinkedHashMap<>();
        for (DiscoveredTask task : tasks) {
            UUID site = Optional.ofNullable(known.get(task.id())).map(id -> update(id, task)).orElseGet(() -> insert(task));
            places.put(task.id(), new Place(site, task(site, task, run)));
        }
        return places;
    }

    /** Lets one transaction of an organization write tasks and assignments at a time: others would not see yet what it wrote. */
    void lock() {
        AdvisoryLock.TASKS.take(jdbc, Tenant.current().value());
    }

    /** By what calls of a site are recognised. */
    CallSiteSignature signature(UUID site) {
        return jdbc.sql("select signature from call_site where id = ?").param(site)
                .query((row, i) -> CallSiteSignature.fromJson(row.getString(1))).single();
    }

    private Map<UUID, CallSiteSignature> signatures() {
        Map<UUID, CallSiteSignature> signatures = new LinkedHashMap<>();
        jdbc.sql("select id, signature from call_site order by id").query(row -> {
            signatures.put(row.getObject(1, UUID.class), CallSiteSignature.fromJson(row.getString(2)));
        });
        return signatures;
    }

    private UUID insert(DiscoveredTask task) {
        return jdbc.sql("""
                        insert into call_site (organization_id, name, template, signature, tool_names, response_shape, calls)
                        values (:organization, :name, :template, :signature::jsonb, :tools, :shape, :calls) returning id""")
                .param("organization", Tenant.current().value())
                .params(site(task))
                .query((row, i) -> row.getObject(1, UUID.class))
                .single();
    }

    private UUID update(UUID id, DiscoveredTask task) {
        jdbc.sql("""
                        update call_site set name = :name, template = :template, signature = :signature::jsonb, tool_names = :tools,
                          response_shape = :shape, calls = :calls where id = :id""")
                .param("id", id)
                .params(site(task))
                .update();
        return id;
    }

    private static Map<String, Object> site(DiscoveredTask task) {
        return Map.of(
                "name", task.name(),
                "template", clean(task.template()),
                "signature", task.site().signature().toJson(),
                "tools", task.tools().toArray(String[]::new),
                "shape", task.shape().name(),
                "calls", task.figures().calls());
    }

    private UUID task(UUID site, DiscoveredTask task, DiscoveryRunId run) {
        Optional<UUID> known = jdbc.sql("select id from task where call_site_id = ? order by created_at, id limit 1").param(site)
                .query((row, i) -> row.getObject(1, UUID.class)).optional();
        UUID id = known.orElseGet(() -> insertTask(site, task));
        known.ifPresent(existing -> updateTask(existing, task));
        version(id, task, run);
        return id;
    }

    private UUID insertTask(UUID site, DiscoveredTask task) {
        return jdbc.sql("""
                        insert into task (organization_id, call_site_id, name, description, status, current_version, output_shape, calls,
                          failed_calls, prompt_tokens, completion_tokens, calls_priced, worthiness, worth_moving, reasons)
                        values (:organization, :site, :name, :description, 'ACTIVE', 0, :shape, 0, 0, 0, 0, 0, :worthiness, :worth, :reasons::jsonb)
                        returning id""")
                .param("organization", Tenant.current().value())
                .param("site", site)
                .params(judged(task))
                .query((row, i) -> row.getObject(1, UUID.class))
                .single();
    }

    private void updateTask(UUID id, DiscoveredTask task) {
        jdbc.sql("""
                        update task set name = case when named_by_person then name else :name end, description = :description,
                          status = 'ACTIVE', output_shape = :shape, worthiness = :worthiness, worth_moving = :worth, reasons = :reasons::jsonb,
                          updated_at = now() where id = :id""")
                .param("id", id)
                .params(judged(task))
                .update();
    }

    private static Map<String, Object> judged(DiscoveredTask task) {
        ArrayNode reasons = JSON.createArrayNode();
        task.worthiness().reasons().forEach(reason -> reasons.addObject().put("inFavour", reason.inFavour()).put("text", reason.text()));
        return Map.of(
                "name", clean(task.name()),
                "description", clean(task.description()),
                "shape", task.shape().name(),
                "worthiness", task.worthiness().score(),
                "worth", task.worthiness().worthMoving(),
                "reasons", JSON.writeValueAsString(reasons));
    }

    /** Notes a new version where the template differs from the newest one. */
    private void version(UUID id, DiscoveredTask task, DiscoveryRunId run) {
        int added = jdbc.sql("""
                        insert into task_version (organization_id, task_id, number, template, discovery_run_id)
                        select :organization, t.id, t.current_version + 1, :template, :run from task t
                        where t.id = :task and not exists (select from task_version v
                          where v.task_id = t.id and v.number = t.current_version and v.template = :template)""")
                .param("organization", Tenant.current().value())
                .param("template", clean(task.template()))
                .param("run", run.value())
                .param("task", id)
                .update();
        if (added > 0) {
            jdbc.sql("update task set current_version = current_version + 1 where id = ?").param(id).update();
        }
    }

    /** PostgreSQL holds no NUL character. */
    private static String clean(String text) {
        return text.replace("\u0000", "");
    }
}
