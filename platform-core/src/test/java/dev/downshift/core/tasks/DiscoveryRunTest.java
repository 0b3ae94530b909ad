package dev.downshift.core.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.downshift.core.AccessDenied;
import dev.downshift.core.CoreTest;
import dev.downshift.core.NotFound;
import dev.downshift.core.Organizations;
import dev.downshift.core.intake.CallFilter;
import dev.downshift.core.intake.CallRetention;
import dev.downshift.core.intake.CallSort;
import dev.downshift.core.intake.Calls;
import dev.downshift.core.intake.Ingest;
import dev.downshift.core.intake.IngestRun;
import dev.downshift.core.intake.RecordBatch;
import dev.downshift.core.intake.Upload;
import dev.downshift.core.intake.UploadId;
import dev.downshift.core.intake.UploadIngested;
import dev.downshift.core.intake.Uploads;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.Members;
import dev.downshift.core.tenancy.Onboarding;
import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.core.tenancy.Role;
import dev.downshift.engine.evaluation.OutputShape;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.util.AopTestUtils;
import org.springframework.transaction.support.TransactionOperations;

@CoreTest
@NullUnmarked
class DiscoveryRunTest {

    private static final List<String> CROPS = List.of("apples", "pears", "plums", "figs", "dates", "olives", "almonds");

    @Autowired Onboarding onboarding;
    @Autowired Members members;
    @Autowired Uploads uploads;
    @Autowired Ingest ingest;
    @Autowired Calls calls;
    @Autowired CallRetention retention;
    @Autowired Tasks tasks;
    @Autowired DiscoveryRuns runs;
    @Autowired DiscoveryWork work;
    @Autowired NewCalls newCalls;
    @Autowired TaskFiguresUpdate figures;
    @Autowired JdbcClient jdbc;
    @Autowired TransactionOperations transactions;

    OrganizationId organization;
    Actor engineer;

    @BeforeEach
    void anOrganizationWithCalls() {
        Organizations organizations = new Organizations(onboarding, members);
        organization = organizations.create();
        engineer = organizations.member(organization, Role.ENGINEER);
        Actor.run(engineer, () -> {
            ingest("first", 0, 60);
            await().pollInSameThread().until(() -> count("select count(*) from discovery_run") == 1);
        });
    }

    @Test
    void findsTheTasksAndAddsTheirCallsUp() {
        Actor.run(engineer, () -> {
            DiscoveryRun run = discover();
            assertThat(run.status()).isEqualTo(DiscoveryRun.Status.SUCCEEDED);
            assertThat(run.calls()).isEqualTo(60);
            List<TaskView> found = tasks.list(TaskQuery.ALL, null).items();
            assertThat(found).hasSize(2);
            assertThat(found).extracting(TaskView::outputShape).containsExactlyInAnyOrder(OutputShape.LABEL, OutputShape.TEXT);
            assertThat(found.stream().mapToLong(TaskView::calls).sum()).isEqualTo(60);
            assertThat(found).allSatisfy(task -> {
                assertThat(task.template()).contains("{…}");
                assertThat(task.reasons()).isNotEmpty();
                assertThat(task.promptTokens()).isPositive();
                assertThat(tasks.calls(task.id())).hasSize((int) task.calls());
                assertThat(tasks.examples(task.id(), 3)).hasSize(3);
            });
            assertThat(tasks.unassigned()).isZero();
        });
    }

    @Test
    void anotherRunKeepsIdsAndTheNamesPeopleGave() {
        Actor.run(engineer, () -> {
            discover();
            TaskView before = tasks.list(TaskQuery.ALL, null).items().getFirst();
            tasks.rename(before.id(), "Judge the mood");
            ingest("second", 60, 90);
            discover();
            TaskView after = tasks.get(before.id());
            assertThat(after.name()).isEqualTo("Judge the mood");
            assertThat(after.calls()).isGreaterThan(before.calls());
            assertThat(tasks.list(TaskQuery.ALL, null).items()).hasSize(2);
        });
    }

    @Test
    void theCallsOfASmallUploadAreAddedToTheirTasksOnceAndNoOthersAreRead() {
        Actor.run(engineer, () -> {
            discover();
            TaskView before = tasks.list(TaskQuery.ALL, null).items().getFirst();
            transactions.executeWithoutResult(status ->
                    jdbc.sql("update task set calls = calls + 1000 where id = ?").param(before.id().value()).update());

            UploadIngested event = new UploadIngested(organization, ingest("few", 60, 64), 4);
            NewCalls handling = AopTestUtils.getTargetObject(newCalls);
            handling.on(event);
            handling.on(event);

            assertThat(tasks.unassigned()).isZero();
            assertThat(tasks.get(before.id()).calls()).isEqualTo(before.calls() + 1000 + 2);
            transactions.executeWithoutResult(status ->
                    jdbc.sql("update task set calls = calls - 1000 where id = ?").param(before.id().value()).update());
            List<TaskView> added = tasks.list(TaskQuery.ALL, null).items();
            transactions.executeWithoutResult(status -> figures.addAllUp());
            assertThat(tasks.list(TaskQuery.ALL, null).items()).isEqualTo(added);
            assertThat(added.stream().mapToLong(TaskView::calls).sum()).isEqualTo(64);
        });
    }

    @Test
    void theFiguresFollowCallsThatAreReplacedAndNothingIsLeftOfForgottenOnes() {
        Actor.run(engineer, () -> {
            discover();
            long tokens = sum(TaskView::promptTokens);
            String completed = IntStream.range(0, 4).mapToObj(i -> record(i).replace("\"}}],", "\"},\"finish_reason\":\"stop\"}],").replace("prompt_tokens\":4", "prompt_tokens\":104"))
                    .collect(Collectors.joining("\n"));
            UploadIngested event = new UploadIngested(organization, ingest("completed", completed), 4);
            NewCalls handling = AopTestUtils.getTargetObject(newCalls);
            handling.on(event);
            assertThat(tasks.unassigned()).isZero();
            assertThat(sum(TaskView::calls)).isEqualTo(60);
            assertThat(sum(TaskView::promptTokens)).isEqualTo(tokens + 4 * 1_000);
            assertFiguresAddUp();

            assertThat(retention.forgetBefore(Instant.parse("2026-05-01T10:40:00Z")).calls()).isEqualTo(40);
            assertThat(tasks.unassigned()).isZero();
            assertThat(count("select count(*) from assignment")).isEqualTo(20);
        });
    }

    @Test
    void whileMoreCallsComeInTheNextRunWaitsForSomeTimesAsLongAsTheLastOneTook() {
        Actor.run(engineer, () -> {
            discover();
            transactions.executeWithoutResult(status -> jdbc.sql("""
                    update discovery_run set status = 'SUCCEEDED', calls = 60, started_at = now() - interval '100 seconds', finished_at = now()""").update());
            UploadId unread = receive("unread", record(90));
            UploadId grown = ingest("grown", 60, 90);
            NewCalls handling = AopTestUtils.getTargetObject(newCalls);
            handling.on(new UploadIngested(organization, grown, 30));
            assertThat(secondsUntilTheNextRun()).isBetween(890L, 900L);
            handling.on(new UploadIngested(organization, grown, 30));
            assertThat(secondsUntilTheNextRun()).isBetween(890L, 900L);
            assertThat(tasks.unassigned()).as("they need not wait for it").isZero();

            transactions.executeWithoutResult(status -> jdbc.sql("update upload set status = 'INGESTED' where id = ?").param(unread.value()).update());
            handling.on(new UploadIngested(organization, unread, 1));
            assertThat(secondsUntilTheNextRun()).isZero();
        });
    }

    private long secondsUntilTheNextRun() {
        return count("""
                select coalesce(extract(epoch from not_before - now()), 0)::bigint from job_request
                where subject_id = (select id from discovery_run where status = 'QUEUED')""");
    }

    private long sum(ToLongFunction<TaskView> figure) {
        return tasks.list(TaskQuery.ALL, null).items().stream().mapToLong(figure).sum();
    }

    private void assertFiguresAddUp() {
        List<TaskView> before = tasks.list(TaskQuery.ALL, null).items();
        transactions.executeWithoutResult(status -> figures.addAllUp());
        assertThat(tasks.list(TaskQuery.ALL, null).items()).isEqualTo(before);
    }

    @Test
    void repeatingAStepEndsInTheSameState() {
        Actor.run(engineer, () -> {
            DiscoveryRunId id = runs.start();
            work.discover(id);
            List<TaskView> once = tasks.list(TaskQuery.ALL, null).items();
            work.discover(id);
            work.embed(id);
            work.embed(id);
            assertThat(tasks.list(TaskQuery.ALL, null).items()).extracting(TaskView::id, TaskView::calls, TaskView::worthiness)
                    .isEqualTo(once.stream().map(task -> org.assertj.core.groups.Tuple.tuple(task.id(), task.calls(), task.worthiness())).toList());
        });
    }

    @Test
    void twoRunsAtTheSameTimeWriteEveryTaskOnce() throws Exception {
        DiscoveryRunId first = Actor.call(engineer, runs::start);
        Actor.run(engineer, () -> transactions.executeWithoutResult(
                status -> jdbc.sql("update discovery_run set status = 'RUNNING' where id = ?").param(first.value()).update()));
        DiscoveryRunId second = Actor.call(engineer, runs::start);
        assertThat(second).isNotEqualTo(first);

        try (var workers = Executors.newFixedThreadPool(2)) {
            var done = workers.invokeAll(Stream.of(first, second)
                    .map(run -> Executors.callable(() -> Actor.run(engineer, () -> work.discover(run))))
                    .toList());
            for (var each : done) {
                each.get();
            }
        }

        Actor.run(engineer, () -> assertThat(tasks.list(TaskQuery.ALL, null).items()).hasSize(2));
    }

    @Test
    void eachDistinctVariablePartIsEmbeddedOnce() {
        Actor.run(engineer, () -> {
            discover();
            long vectors = count("select count(*) from embedding");
            assertThat(vectors).isEqualTo(count("select count(distinct variable_id) from assignment"));
            assertThat(count("select count(*) from embedding where vector_norm(vector::vector) between 0.99 and 1.01")).isEqualTo(vectors);
        });
    }

    @Test
    void aMatcherRecognisesTheCallsOfEachTask() {
        Actor.run(engineer, () -> {
            discover();
            var matcher = tasks.matcher().orElseThrow();
            calls.stream(CallFilter.ALL).forEach(stored ->
                    assertThat(matcher.match(stored.call())).isEqualTo(tasks.taskOf(stored.id())).isPresent());
            for (TaskView task : tasks.list(TaskQuery.ALL, null).items()) {
                CallFilter ofTask = CallFilter.ALL.withTask(task.id().value());
                assertThat(calls.count(ofTask)).isEqualTo(calls.stream(ofTask).count()).isPositive();
                assertThat(calls.list(ofTask, CallSort.LATENCY, null).items()).hasSize((int) task.calls())
                        .allMatch(call -> tasks.taskOf(call.id()).equals(java.util.Optional.of(task.id())));
                assertThat(calls.stream(ofTask)).hasSize((int) task.calls());
            }
        });
    }

    @Test
    void requestsOfTheSameMomentWaitAsOne() throws Exception {
        Actor.run(engineer, this::discover);
        Callable<DiscoveryRunId> request = () -> Actor.call(engineer, runs::start);
        try (var people = Executors.newFixedThreadPool(4)) {
            Set<DiscoveryRunId> asked = new HashSet<>();
            for (Future<DiscoveryRunId> each : people.invokeAll(Collections.nCopies(40, request))) {
                asked.add(each.get());
            }
            assertThat(asked).hasSize(1);
        }
    }

    @Test
    void othersSeeNothingAndViewersStartNothing() {
        Actor.run(engineer, this::discover);
        TaskId task = Actor.call(engineer, () -> tasks.list(TaskQuery.ALL, null).items().getFirst().id());
        Organizations organizations = new Organizations(onboarding, members);
        Actor stranger = organizations.member(organizations.create(), Role.OWNER);
        assertThatThrownBy(() -> Actor.run(stranger, () -> tasks.get(task))).isInstanceOf(NotFound.class);
        Actor viewer = organizations.member(organization, Role.VIEWER);
        assertThatThrownBy(() -> Actor.run(viewer, runs::start)).isInstanceOf(AccessDenied.class);
    }

    private DiscoveryRun discover() {
        DiscoveryRunId id = runs.start();
        work.discover(id);
        work.embed(id);
        return runs.get(id);
    }

    private long count(String sql) {
        return transactions.execute(status -> jdbc.sql(sql).query((row, i) -> row.getLong(1)).single());
    }

    private UploadId ingest(String name, int from, int to) {
        return ingest(name, IntStream.range(from, to).mapToObj(DiscoveryRunTest::record).collect(Collectors.joining("\n")));
    }

    private UploadId receive(String name, String file) {
        try {
            return uploads.receive(name + ".jsonl", Upload.Source.API, new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8))).id();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private UploadId ingest(String name, String file) {
        try {
            UploadId upload = receive(name, file);
            try (IngestRun run = ingest.open(upload)) {
                for (RecordBatch batch = run.next(); batch != null; batch = run.next()) {
                    RecordBatch records = batch;
                    transactions.executeWithoutResult(status -> run.store(records));
                }
            }
            ingest.finish(upload);
            return upload;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String record(int i) {
        String crop = CROPS.get(i % CROPS.size()) + " of field " + i;
        return i % 2 == 0
                ? line("Rate how glad the farmer sounds with one word of three.", "We brought in " + crop, i % 4 == 0 ? "glad" : "sad", i)
                : line("Write a short reply to the letter of the farmer and thank him.", "The harvest of " + crop,
                        "Dear farmer, thank you for the " + crop + ", we hope to see more of them soon.", i);
    }

    private static String line(String system, String user, String answer, int i) {
        return """
                {"timestamp":"2026-05-01T10:%02d:00Z","latency_ms":%d,"request":{"model":"gpt-4o-mini","messages":[{"role":"system","content":"%s"},\
                {"role":"user","content":"%s"}]},"response":{"id":"chatcmpl-Kq7x2ZmPw94Lt0R%04d","choices":[{"message":{"role":"assistant","content":"%s"}}],\
                "usage":{"prompt_tokens":%d,"completion_tokens":4}}}""".formatted(i % 60, 300 + i, system, user, i, answer, 40 + i);
    }
}
