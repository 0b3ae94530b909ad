package dev.downshift.standalone.browser;

import dev.downshift.core.dataprotection.Erasures;
import dev.downshift.core.datasets.DatasetView;
import dev.downshift.core.datasets.Datasets;
import dev.downshift.core.intake.Upload;
import dev.downshift.core.intake.UploadId;
import dev.downshift.core.intake.Uploads;
import dev.downshift.core.promotion.PromotionRequestId;
import dev.downshift.core.promotion.Promotions;
import dev.downshift.core.routing.IncumbentEndpoints;
import dev.downshift.core.routing.Mode;
import dev.downshift.core.tasks.DiscoveryRun;
import dev.downshift.core.tasks.DiscoveryRuns;
import dev.downshift.core.tasks.TaskId;
import dev.downshift.core.tasks.TaskQuery;
import dev.downshift.core.tasks.TaskView;
import dev.downshift.core.tasks.Tasks;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.ApiKeys;
import dev.downshift.core.tenancy.Invitations;
import dev.downshift.core.tenancy.Role;
import dev.downshift.core.tenancy.Scope;
import dev.downshift.engine.privacy.FindingType;
import dev.downshift.sample.SampleAgent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.springframework.context.ApplicationContext;

/**
 * An organization that has been through the whole loop. Its calls, tasks, datasets and decisions come about as everyone's
 * do; its runs, answers and routed calls are written as the trainer, the models and the gateway leave them.
 */
final class Past {

    private static final int CALLS = 900;
    private static final int ROUTED_CALLS = 240;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String BAD_LINES = "{\"request\": {\"model\": \"gpt-4.1\"}}\n{\"request\": \nnot JSON at all\n";

    private final ApplicationContext beans;
    private final Account owner;
    private final Account engineer;
    private final Account approver;

    private Past(ApplicationContext beans, Account owner) {
        this.beans = beans;
        this.owner = owner;
        engineer = owner.join(beans, "Edda Engineer", Role.ENGINEER);
        approver = owner.join(beans, "Arlo Approver", Role.APPROVER);
    }

    /** Gives the owner's organization a past. */
    static void happenTo(Account owner, ApplicationContext beans, Path folder) throws IOException {
        var past = new Past(beans, owner);
        past.settle();
        past.collect(folder);
        past.convert();
    }

    private void settle() {
        Actor.run(owner.actor(), () -> {
            beans.getBean(IncumbentEndpoints.class).set("http://127.0.0.1:9/v1", "sk-for-tests");
            beans.getBean(ApiKeys.class).issue("nightly upload", EnumSet.of(Scope.READ, Scope.UPLOAD), Instant.now().plus(90, ChronoUnit.DAYS));
            beans.getBean(Invitations.class).invite("vera.viewer@example.com", Role.VIEWER);
        });
    }

    private void collect(Path folder) throws IOException {
        var until = Instant.now().truncatedTo(ChronoUnit.DAYS).atZone(ZoneOffset.UTC);
        var file = folder.resolve("support-agent.jsonl");
        SampleAgent.generate(new SampleAgent.Traffic(CALLS, 7, until, 2, 0.03), file, null);
        Files.writeString(file, BAD_LINES + Files.readString(file));
        receive("support-agent.jsonl", Upload.Source.WEB, Files.readString(file));
        until("the tasks are found", () -> as(engineer, () -> beans.getBean(DiscoveryRuns.class).latest().map(DiscoveryRun::status)
                .filter(DiscoveryRun.Status::isFinal).isPresent()));
    }

    private void convert() {
        var worthy = as(engineer, () -> beans.getBean(Tasks.class).list(TaskQuery.ALL, null)).items().stream()
                .filter(task -> task.worthMoving()).sorted(Comparator.comparingLong(TaskView::calls).reversed()).toList();
        var rows = new PastRows(beans, engineer.actor());
        var routed = freeze(worthy.get(0).id());
        var asked = freeze(worthy.get(1).id());
        var refused = freeze(worthy.get(2).id());
        approve(request(rows, routed, 1.0, Mode.FULL), "The interval lies above the margin, and the slices hold.");
        request(rows, asked, 1.0, Mode.CANARY);
        rows.evaluate(rows.train(refused), refused, 0.6);
        rows.running(asked);
        rows.failed(refused, "The machine ran out of memory: choose a smaller base model, or fewer examples at once.");
        routeCalls(routed.task());
        rows.imports();
        Actor.run(owner.actor(), () -> beans.getBean(Erasures.class).find(FindingType.PERSON, "Greta Zimmermann"));
    }

    private PromotionRequestId request(PastRows rows, DatasetView dataset, double rightAnswers, Mode mode) {
        var evaluation = rows.evaluate(rows.train(dataset), dataset, rightAnswers);
        return as(engineer, () -> beans.getBean(Promotions.class).request(evaluation, mode,
                mode == Mode.CANARY ? new BigDecimal("0.1") : BigDecimal.ONE, "Ready for the night shift."));
    }

    private void approve(PromotionRequestId request, String comment) {
        Actor.run(approver.actor(), () -> beans.getBean(Promotions.class).approve(request, comment));
    }

    private DatasetView freeze(TaskId task) {
        return as(engineer, () -> beans.getBean(Datasets.class).freeze(task));
    }

    /** As the gateway logs them: nine in ten answered by the small model, the rest by the incumbent after an invalid answer. */
    private void routeCalls(TaskId task) {
        var now = Instant.now().getEpochSecond();
        receive("gateway.jsonl", Upload.Source.GATEWAY, IntStream.range(0, ROUTED_CALLS).mapToObj(call -> """
                {"timestamp":%d,"latency_ms":210,"request":{"model":"gpt-4.1","messages":[{"role":"user","content":"Where is parcel %d?"}]},\
                "response":{"model":"gpt-4.1","choices":[{"message":{"role":"assistant","content":"{}"}}],"usage":{"prompt_tokens":290,"completion_tokens":14}},\
                "downshift":{"task":"%s","mode":"full","slm_latency_ms":180,%s}}
                """.formatted(now - call * 3_600L, call, task, call % 10 == 0
                        ? "\"served_by\":\"incumbent\",\"fallback\":\"invalid\""
                        : "\"served_by\":\"slm\",\"fallback\":null")).collect(Collectors.joining()));
    }

    private void receive(String name, Upload.Source source, String content) {
        UploadId upload = as(engineer, () -> {
            try {
                return beans.getBean(Uploads.class).receive(name, source, new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8))).id();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        });
        until(name + " is read", () -> as(engineer, () -> beans.getBean(Uploads.class).get(upload).status().isFinal()));
    }

    private static <T> T as(Account account, ScopedValue.CallableOp<T, RuntimeException> work) {
        return Actor.call(account.actor(), work);
    }

    private static void until(String what, BooleanSupplier condition) {
        var deadline = Instant.now().plus(PATIENCE);
        while (!condition.getAsBoolean()) {
            if (Instant.now().isAfter(deadline)) {
                throw new AssertionError("waited in vain until " + what);
            }
            try {
                Thread.sleep(100);
            } catch (InterruptedException interruption) {
                Thread.currentThread().interrupt();
                throw new AssertionError(interruption);
            }
        }
    }
}
