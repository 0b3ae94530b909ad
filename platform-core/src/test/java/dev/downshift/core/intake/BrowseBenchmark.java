package dev.downshift.core.intake;

import dev.downshift.core.CoreTest;
import dev.downshift.core.Organizations;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.Members;
import dev.downshift.core.tenancy.Onboarding;
import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.db.Database;
import java.math.BigDecimal;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/**
 * How long the lists of calls take at a million calls: twelve months that grow, 40 models of which a few make most calls, 9 tasks,
 * 20,000 conversations, a vocabulary where few words are frequent and many rare. Run by {@code benchmarks/browse}.
 */
@CoreTest
class BrowseBenchmark {

    private static final int CALLS = Integer.getInteger("benchmark.calls", 1_000_000);
    private static final int TRIES = Integer.getInteger("benchmark.tries", 60);
    private static final Instant FIRST = Instant.parse("2025-01-01T00:00:00Z");

    /** Numbers are drawn from hashes of the call's number, so that every run has the same calls. */
    private static final String FILL = """
            with drawn as (
                select i, md5('call' || i)::uuid as id, md5('question' || i)::uuid as question, md5('answer' || i)::uuid as answer, :month::date + ((i - :first) * :seconds / :count) * interval '1 second' as at,
                    (hashint4(i) & 1048575) / 1048576.0 as a, (hashint4(i + 77777777) & 1048575) / 1048576.0 as b, (hashint4(i + 555555555) & 1048575) / 1048576.0 as c
                from generate_series(:first, :first + :count - 1) as i),
            spoken as (
                select d.*, (select string_agg('w' || floor(30000 * power((hashint4(d.i * 64 + n) & 1048575) / 1048576.0, 3))::int, ' ') from generate_series(1, 30) n) as asked,
                    'w' || floor(30000 * power(a, 3))::int || ' done ' || i % 5000 as told from drawn d),
            told as (
                insert into message (organization_id, id, role, last_used, body, tokens)
                select :organization, m.id, m.role, :month::date, jsonb_build_object('role', lower(m.role), 'content', m.content), 40
                from spoken cross join lateral (values (question, 'USER', asked), (answer, 'ASSISTANT', told)) as m (id, role, content)),
            known as (
                insert into call_identity (organization_id, id, ordered_at, completeness) select :organization, id, at, 1 from drawn),
            assigned as (
                insert into assignment (organization_id, call_id, ordered_at, call_site_id, task_id, discovery_run_id)
                select :organization, id, at, :organization, md5('task' || floor(10 * power(c, 2)))::uuid, :organization from drawn where c < 0.96)
            insert into llm_call (organization_id, id, ordered_at, occurred_at, upload_id, record, index_in_record, conversation, model, message_ids, response_id, finish_reason,
                prompt_tokens, completion_tokens, tokens_estimated, latency_ms, error, cost, price_version, words)
            select :organization, id, at, at, md5('upload' || i / 50000)::uuid, i, 0, 'run-' || i % 20000, 'model-' || floor(40 * power(a, 3)), array[question], case when b > 0.02 then answer end,
                'stop', 400 + (2000 * b)::int, (300 * a)::int, false, (300 * exp(3 * a))::int, case when b > 0.02 then null else '{"message":"timeout"}'::jsonb end,
                case when c < 0.97 then (0.0001 * exp(6 * b))::numeric(18, 9) end, '1', array_to_tsvector(string_to_array(asked || ' ' || told, ' '))
            from spoken""";

    @Autowired Onboarding onboarding;
    @Autowired Members members;
    @Autowired Calls calls;
    @Autowired JdbcClient jdbc;
    @Autowired TransactionOperations transactions;
    @Autowired Database database;

    private final Random random = new Random(20_260_101);

    @Test
    void measure() throws SQLException {
        OrganizationId organization = new Organizations(onboarding, members).create();
        long start = System.nanoTime();
        Actor.run(Actor.system(organization), () -> fill(organization.value()));
        analyze(organization.value());
        System.out.printf(Locale.ROOT, "BENCHMARK filled %,d calls in %.0f s%n", CALLS, (System.nanoTime() - start) / 1e9);
        Map<String, Function<Random, CallQuery>> lists = lists();
        Actor.run(Actor.system(organization), () -> {
            lists.values().forEach(list -> show(list.apply(random)));
            lists.forEach(this::measure);
        });
    }

    private Map<String, Function<Random, CallQuery>> lists() {
        Map<String, Function<Random, CallQuery>> lists = new LinkedHashMap<>();
        lists.put("all, newest first", r -> by(CallSort.TIME, filter(null, null, null)));
        lists.put("one week", r -> by(CallSort.TIME, filter(null, null, week(r))));
        lists.put("model", r -> by(CallSort.TIME, filter(model(r), null, null)));
        lists.put("failed", r -> by(CallSort.TIME, filter(null, true, null)));
        lists.put("task", r -> by(CallSort.TIME, filter(null, null, null).withTask(task(r))));
        lists.put("cost at least", r -> by(CallSort.TIME, filter(null, null, null).withCost(cost(r), null)));
        lists.put("latency at least", r -> by(CallSort.TIME, filter(null, null, null).withLatency(latency(r))));
        lists.put("conversation", r -> by(CallSort.TIME, new CallFilter(null, null, "run-" + r.nextInt(20_000), null, null, null, null)));
        lists.put("frequent word", r -> by(CallSort.TIME, filter(null, null, null).withText("w" + r.nextInt(20))));
        lists.put("rare word", r -> by(CallSort.TIME, filter(null, null, null).withText("w" + (20_000 + r.nextInt(10_000)))));
        lists.put("two words", r -> by(CallSort.TIME, filter(null, null, null).withText("w" + r.nextInt(200) + " w" + r.nextInt(2_000))));
        lists.put("beginning of a word", r -> by(CallSort.TIME, filter(null, null, null).withText("w" + (100 + r.nextInt(900)) + "*")));
        lists.put("a word that is nowhere", r -> by(CallSort.TIME, filter(null, null, null).withText("missing" + r.nextInt())));
        lists.put("by cost", r -> by(CallSort.COST, filter(null, null, null)));
        lists.put("by latency", r -> by(CallSort.LATENCY, filter(null, null, null)));
        lists.put("model, by cost", r -> by(CallSort.COST, filter(model(r), null, null)));
        lists.put("task, by latency", r -> by(CallSort.LATENCY, filter(null, null, null).withTask(task(r))));
        lists.put("model and failed", r -> by(CallSort.TIME, filter(model(r), true, null)));
        lists.put("task, model and week", r -> by(CallSort.TIME, filter(model(r), null, week(r)).withTask(task(r))));
        lists.put("task, word and model", r -> by(CallSort.TIME, filter(model(r), null, null).withTask(task(r)).withText("w" + r.nextInt(3_000))));
        lists.put("word, by cost", r -> by(CallSort.COST, filter(null, null, null).withText("w" + r.nextInt(3_000))));
        lists.put("failed, cost and latency", r -> by(CallSort.TIME, filter(null, true, null).withCost(cost(r), null).withLatency(latency(r))));
        return lists;
    }

    private void measure(String name, Function<Random, CallQuery> list) {
        List<Double> listed = new ArrayList<>();
        List<Double> counted = new ArrayList<>();
        List<Double> pages = new ArrayList<>();
        for (int turn = 0; turn < TRIES; turn++) {
            CallQuery query = list.apply(random);
            long begin = System.nanoTime();
            show(query);
            long shown = System.nanoTime();
            calls.count(query.filter(), 1_001);
            long end = System.nanoTime();
            listed.add((shown - begin) / 1e6);
            counted.add((end - shown) / 1e6);
            pages.add((end - begin) / 1e6);
        }
        System.out.printf(Locale.ROOT, "BENCHMARK %-26s p50 %6.1f ms, p95 %6.1f ms (list p95 %6.1f, count p95 %6.1f)%n", name, at(pages, .5), at(pages, .95), at(listed, .95), at(counted, .95));
    }

    /** A first page and then the one after it, every other time. */
    private void show(CallQuery query) {
        var page = calls.list(query.filter(), query.sort(), null);
        if (page.next() != null && random.nextBoolean()) {
            calls.list(query.filter(), query.sort(), page.next());
        }
    }

    private static double at(List<Double> values, double share) {
        return values.stream().sorted().toList().get((int) Math.min(values.size() - 1, Math.ceil(share * values.size()) - 1));
    }

    private void fill(UUID organization) {
        int from = 0;
        for (int month = 0; month < 12; month++) {
            int count = CALLS * (month + 7) / 150;
            Instant begin = FIRST.atOffset(java.time.ZoneOffset.UTC).plusMonths(month).toInstant();
            String date = begin.toString().substring(0, 10);
            int first = from;
            transactions.executeWithoutResult(status -> {
                jdbc.sql("select prepare_calls(array[?::date])").param(date).query((row, number) -> true).single();
                jdbc.sql(FILL).param("organization", organization).param("month", date).param("first", first).param("count", count)
                        .param("seconds", 28 * 86_400L).update();
            });
            from += count;
        }
    }

    /** As the database itself does some time after rows came in. */
    private void analyze(UUID organization) throws SQLException {
        try (var connection = DriverManager.getConnection(database.url(), database.owner().role(), database.owner().password()); var statement = connection.createStatement()) {
            statement.execute("select set_config('app.organization', '" + organization + "', false)");
            for (String table : List.of("llm_call", "message", "assignment", "call_identity")) {
                statement.execute("vacuum (analyze) " + table);
            }
        }
    }

    private static CallQuery by(CallSort sort, CallFilter filter) {
        return new CallQuery(filter, sort);
    }

    private static CallFilter filter(@Nullable String model, @Nullable Boolean failed, @Nullable Instant from) {
        return new CallFilter(null, null, null, model, failed, from, from == null ? null : from.plus(7, ChronoUnit.DAYS));
    }

    private static Instant week(Random random) {
        return FIRST.plus(random.nextInt(350), ChronoUnit.DAYS);
    }

    private static String model(Random random) {
        return "model-" + random.nextInt(40);
    }

    private UUID task(Random random) {
        return UUID.fromString(TASKS.get(random.nextInt(TASKS.size())));
    }

    /** {@code md5('task' || n)::uuid} of the nine tasks. */
    private static final List<String> TASKS = java.util.stream.IntStream.range(0, 9).mapToObj(BrowseBenchmark::taskId).toList();

    private static String taskId(int number) {
        try {
            String hex = java.util.HexFormat.of().formatHex(java.security.MessageDigest.getInstance("MD5").digest(("task" + number).getBytes(java.nio.charset.StandardCharsets.UTF_8)));
            return hex.replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5");
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static BigDecimal cost(Random random) {
        return BigDecimal.valueOf(0.0001 * Math.exp(6 * random.nextDouble())).setScale(6, java.math.RoundingMode.HALF_UP);
    }

    private static Duration latency(Random random) {
        return Duration.ofMillis((long) (300 * Math.exp(3 * random.nextDouble())));
    }
}
