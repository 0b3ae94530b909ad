package dev.downshift.core.evaluation;

import dev.downshift.core.Cursor;
import dev.downshift.core.Page;
import dev.downshift.core.intake.CallId;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads and writes the table {@code evaluation_result}: a row for each example and contender. */
@Component
class ResultRows {

    private static final int PAGE = 25;

    private final JdbcClient jdbc;
    private final JsonMapper json;

    ResultRows(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    void insert(EvaluationId evaluation, ExampleResult result) {
        for (Answer answer : result.answers().values()) {
            jdbc.sql("""
                    insert into evaluation_result (organization_id, evaluation_id, ordinal, call_id, slices, reference, contender, answer, score, fields,
                                                   latency_ms, prompt_tokens, completion_tokens, cost, failure)
                    values (current_organization(), ?, ?, ?, ?, ?::jsonb, ?, ?::jsonb, ?, ?::jsonb, ?, ?, ?, ?, ?) on conflict do nothing""")
                    .param(evaluation.value()).param(result.ordinal()).param(result.call().value()).param(result.slices().toArray(String[]::new))
                    .param(result.reference().toString()).param(answer.contender().name())
                    .param(answer.message() == null ? null : answer.message().toString()).param(answer.score()).param(answer.fields().toString())
                    .param(answer.latencyMillis()).param(answer.promptTokens()).param(answer.completionTokens()).param(answer.cost())
                    .param(answer.failure()).update();
        }
    }

    /** The ordinals that are done: an example's answers are written together. */
    Set<Integer> done(EvaluationId evaluation) {
        return new TreeSet<>(jdbc.sql("select ordinal from evaluation_result where evaluation_id = ? and contender = 'CANDIDATE'")
                .param(evaluation.value()).query((row, number) -> row.getInt(1)).list());
    }

    List<ExampleResult> all(EvaluationId evaluation) {
        return gather(jdbc.sql("select * from evaluation_result where evaluation_id = ? order by ordinal, contender").param(evaluation.value())
                .query(this::row).list());
    }

    /** What asking cost as far as prices are known, null where none is; the incumbent counts only where it was really asked. */
    @Nullable BigDecimal cost(EvaluationId evaluation, boolean incumbentAsked) {
        return jdbc.sql("select sum(cost) as cost from evaluation_result where evaluation_id = ? and (? or contender <> 'INCUMBENT')")
                .params(evaluation.value(), incumbentAsked).query((row, number) -> Optional.ofNullable(row.getBigDecimal("cost"))).single().orElse(null);
    }

    Page<ExampleResult> page(EvaluationId evaluation, boolean disagreementsOnly, @Nullable String cursor) {
        List<Integer> ordinals = jdbc.sql("""
                select c.ordinal from evaluation_result c
                join evaluation_result i on i.organization_id = c.organization_id and i.evaluation_id = c.evaluation_id and i.ordinal = c.ordinal
                     and i.contender = 'INCUMBENT'
                where c.evaluation_id = ? and c.contender = 'CANDIDATE' and c.ordinal > ? and (not ? or c.score <> i.score)
                order by c.ordinal limit ?""")
                .params(evaluation.value(), Cursor.number(cursor, -1), disagreementsOnly, PAGE + 1).query((row, number) -> row.getInt(1)).list();
        List<Integer> shown = ordinals.size() > PAGE ? ordinals.subList(0, PAGE) : ordinals;
        List<ExampleResult> results = gather(jdbc.sql("select * from evaluation_result where evaluation_id = ? and ordinal = any(?) order by ordinal, contender")
                .param(evaluation.value()).param(shown.toArray(Integer[]::new)).query(this::row).list());
        return new Page<>(results, ordinals.size() > PAGE ? String.valueOf(shown.getLast()) : null);
    }

    private record Row(int ordinal, CallId call, List<String> slices, JsonNode reference, Answer answer) {}

    private static List<ExampleResult> gather(List<Row> rows) {
        List<ExampleResult> results = new ArrayList<>();
        Map<Contender, Answer> answers = new EnumMap<>(Contender.class);
        for (int index = 0; index < rows.size(); index++) {
            Row row = rows.get(index);
            answers.put(row.answer().contender(), row.answer());
            if (index + 1 == rows.size() || rows.get(index + 1).ordinal() != row.ordinal()) {
                results.add(new ExampleResult(row.ordinal(), row.call(), row.slices(), row.reference(), Map.copyOf(answers)));
                answers.clear();
            }
        }
        return results;
    }

    private Row row(ResultSet row, int number) throws SQLException {
        String answer = row.getString("answer");
        return new Row(row.getInt("ordinal"), new CallId(row.getObject("call_id", UUID.class)), List.of((String[]) row.getArray("slices").getArray()),
                json.readTree(row.getString("reference")),
                new Answer(Contender.valueOf(row.getString("contender")), answer == null ? null : json.readTree(answer), row.getDouble("score"),
                        json.readTree(row.getString("fields")), row.getObject("latency_ms", Long.class), row.getObject("prompt_tokens", Integer.class),
                        row.getObject("completion_tokens", Integer.class), row.getBigDecimal("cost"), row.getString("failure")));
    }
}
