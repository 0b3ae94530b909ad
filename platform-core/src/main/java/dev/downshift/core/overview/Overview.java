package dev.downshift.core.overview;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Sums up the whole loop of the current organization. It reads the capabilities' tables directly, in one statement a question,
 * because it stands on the page that opens most.
 */
@Service
@Transactional(readOnly = true)
public class Overview {

    private static final String LOOP = """
            select (select count(*) from upload) uploads,
                   (select count(*) from upload where status in ('QUEUED', 'INGESTING')) uploads_running,
                   (select count(*) from upload where status = 'FAILED') uploads_failed,
                   (select coalesce(sum(represented), 0) from upload) calls, (select coalesce(sum(calls - removed), 0) from upload) kept_calls,
                   (select coalesce(sum(rejected), 0) from upload) rejected,
                   (select coalesce(sum(findings), 0) from upload) findings,
                   t.tasks, t.worth, t.calls task_calls, t.replaceable_calls, t.cost, t.replaceable_cost,
                   (select count(*) from candidate) candidates,
                   (select count(*) from training_run where status in ('QUEUED', 'RUNNING', 'EXPORTING')) runs_running,
                   (select count(*) from evaluation where status = 'SUCCEEDED') evaluations,
                   (select count(distinct task_id) from evaluation where verdict = 'PASSED') passed,
                   (select count(*) from promotion_request where status = 'WAITING') waiting,
                   (select count(*) from route where mode <> 'OFF') routed
            from (select count(*) tasks, count(*) filter (where worth_moving) worth,
                         coalesce(sum(calls), 0) calls, coalesce(sum(calls) filter (where worth_moving), 0) replaceable_calls,
                         sum(cost) cost, sum(cost) filter (where worth_moving) replaceable_cost
                  from task where status = 'ACTIVE') t
            """;

    private static final String STANDINGS = """
            select t.id, t.name, t.calls, t.cost, t.kept_calls > 0 and t.kept_calls < t.calls as estimated, t.worth_moving,
                   case when r.mode in ('SHADOW', 'CANARY', 'FULL') then r.mode
                        when exists (select from promotion_request p where p.task_id = t.id and p.status = 'WAITING') then 'WAITING'
                        when exists (select from evaluation e where e.task_id = t.id and e.verdict = 'PASSED') then 'PROVEN'
                        when exists (select from evaluation e where e.task_id = t.id and e.verdict is not null) then 'NOT_PROVEN'
                        when exists (select from candidate c where c.task_id = t.id) then 'TRAINED'
                        when exists (select from training_run n where n.task_id = t.id and n.status in ('QUEUED', 'RUNNING', 'EXPORTING')) then 'TRAINING'
                        when exists (select from dataset d where d.task_id = t.id) then 'DATASET'
                        else 'DISCOVERED' end stage
            from task t left join route r on r.organization_id = t.organization_id and r.task_id = t.id
            where t.status = 'ACTIVE'
            order by t.worth_moving desc, t.cost desc nulls last, t.calls desc, t.id
            limit ?
            """;

    private final JdbcClient jdbc;

    Overview(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public LoopView loop() {
        return jdbc.sql(LOOP).query((row, i) -> new LoopView(
                        row.getLong("uploads"), row.getLong("uploads_running"), row.getLong("uploads_failed"),
                        row.getLong("calls"), row.getLong("kept_calls"), row.getLong("rejected"), row.getLong("findings"),
                        row.getLong("tasks"), row.getLong("worth"), row.getLong("task_calls"), row.getLong("replaceable_calls"),
                        row.getBigDecimal("cost"), row.getBigDecimal("replaceable_cost"),
                        row.getLong("candidates"), row.getLong("runs_running"), row.getLong("evaluations"),
                        row.getLong("passed"), row.getLong("waiting"), row.getLong("routed")))
                .single();
    }

    /** The tasks most worth looking at, with how far each has come. */
    public List<TaskStanding> standings(int limit) {
        return jdbc.sql(STANDINGS).param(limit).query(Overview::standing).list();
    }

    /** How many requests for promotion wait, other than those this person made herself. */
    public int waitingFor(UUID person) {
        return jdbc.sql("select count(*) from promotion_request where status = 'WAITING' and requested_by is distinct from ?")
                .param(person)
                .query((row, i) -> row.getInt(1))
                .single();
    }

    private static TaskStanding standing(ResultSet row, int number) throws SQLException {
        return new TaskStanding(row.getObject("id", UUID.class), row.getString("name"), row.getLong("calls"),
                row.getBigDecimal("cost"), row.getBoolean("estimated"), row.getBoolean("worth_moving"), TaskStanding.Stage.valueOf(row.getString("stage")));
    }
}
