package dev.downshift.core.savings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downshift.core.CoreTest;
import dev.downshift.core.Organizations;
import dev.downshift.core.intake.Ingest;
import dev.downshift.core.intake.IngestRun;
import dev.downshift.core.intake.RecordBatch;
import dev.downshift.core.intake.Upload;
import dev.downshift.core.intake.UploadId;
import dev.downshift.core.intake.Uploads;
import dev.downshift.core.savings.SavingsLedger.Filter;
import dev.downshift.core.savings.SavingsLedger.Totals;
import dev.downshift.core.tasks.TaskId;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.Members;
import dev.downshift.core.tenancy.Onboarding;
import dev.downshift.core.tenancy.Role;
import dev.downshift.engine.savings.PriceBook;
import dev.downshift.engine.traces.LlmCall.Usage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

@CoreTest
class RoutedCallsTest {

    private static final int CALLS = 40;

    @Autowired SavingsLedger ledger;
    @Autowired LedgerKeeping keeping;
    @Autowired Uploads uploads;
    @Autowired Ingest ingest;
    @Autowired Onboarding onboarding;
    @Autowired Members members;
    @Autowired JdbcClient jdbc;
    @Autowired TransactionOperations transactions;

    Actor engineer;
    TaskId task;

    @BeforeEach
    void aTask() {
        Organizations organizations = new Organizations(onboarding, members);
        engineer = organizations.member(organizations.create(), Role.ENGINEER);
        task = Actor.call(engineer, () -> Objects.requireNonNull(transactions.execute(status -> LedgerTasks.create(jdbc, "route tickets"))));
    }

    @Test
    void theLedgerAddsUpToTheCalls() throws IOException {
        BigDecimal perCall = PriceBook.shipped().cost("gpt-4o", new Usage(1_000, 50, 0)).orElseThrow();
        BigDecimal perAnswer = PriceBook.shipped().machine("cpu").serving(Duration.ofMillis(120));
        Actor.call(engineer, () -> {
            UploadId upload = read(Upload.Source.GATEWAY);
            keeping.enter(upload);
            keeping.enter(upload);
            Totals totals = ledger.totals(Filter.ALL);
            assertThat(totals.answered()).isEqualTo(CALLS / 2);
            assertThat(totals.unpriced()).isEqualTo(CALLS / 8);
            assertThat(totals.fellBack()).isEqualTo(CALLS / 8);
            assertThat(totals.shadowed()).isEqualTo(CALLS / 8);
            assertThat(totals.savings().avoided()).isEqualByComparingTo(perCall.multiply(BigDecimal.valueOf(CALLS * 3 / 8)));
            assertThat(totals.savings().serving()).isEqualByComparingTo(perAnswer.multiply(BigDecimal.valueOf(CALLS / 2)));
            assertThat(totals.savings().fallback()).isEqualByComparingTo(perAnswer.multiply(BigDecimal.valueOf(CALLS / 8)));
            BigDecimal bySum = ledger.stream(Filter.ALL).map(entry -> entry.kind() == LedgerEntry.Kind.AVOIDED ? entry.amount() : entry.amount().negate())
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
            assertThat(totals.savings().net()).isEqualByComparingTo(bySum);
            assertThat(ledger.byTask(Filter.ALL)).singleElement().satisfies(one -> {
                assertThat(one.task()).isEqualTo(task);
                assertThat(one.totals()).isEqualTo(totals);
            });
            return true;
        });
    }

    @Test
    void nobodyButTheGatewayIsBelieved() throws IOException {
        Actor.call(engineer, () -> {
            keeping.enter(read(Upload.Source.API));
            assertThat(ledger.entries(Filter.ALL, null).items()).isEmpty();
            return true;
        });
    }

    private UploadId read(Upload.Source source) throws IOException {
        UploadId id = uploads.receive("gateway.jsonl", source, new ByteArrayInputStream(log().getBytes(StandardCharsets.UTF_8))).id();
        try (IngestRun run = ingest.open(id)) {
            for (RecordBatch batch = run.next(); batch != null; batch = run.next()) {
                RecordBatch stored = batch;
                transactions.executeWithoutResult(status -> run.store(stored));
            }
        }
        ingest.finish(id);
        return id;
    }

    /** Of eight calls the small model answers four, one of an incumbent without a price; one is shadowed, one falls back, two never reach it. */
    private String log() {
        StringBuilder log = new StringBuilder();
        for (int call = 0; call < CALLS; call++) {
            String way = switch (call % 8) {
                case 0, 1, 2 -> "\"served_by\":\"slm\",\"slm_latency_ms\":120,\"fallback\":null";
                case 3 -> "\"served_by\":\"slm\",\"slm_latency_ms\":120,\"fallback\":null,\"incumbent_model\":\"house-model\"";
                case 4 -> "\"served_by\":\"incumbent\",\"slm_latency_ms\":120,\"fallback\":null";
                case 5 -> "\"served_by\":\"incumbent\",\"slm_latency_ms\":120,\"fallback\":\"invalid\"";
                default -> "\"served_by\":\"incumbent\",\"fallback\":null";
            };
            log.append("""
                    {"timestamp":%d,"latency_ms":150,"request":{"model":"gpt-4o","messages":[{"role":"user","content":"call %d"}]},\
                    "response":{"model":"gpt-4o","choices":[{"message":{"role":"assistant","content":"ok"}}],"usage":{"prompt_tokens":1000,"completion_tokens":50}},\
                    "downshift":{"task":"%s","mode":"canary",%s}}
                    """.formatted(1_760_000_000 + call * 3_600, call, task, way));
        }
        return log.append("{\"timestamp\":1760000000,\"request\":{\"messages\":[{\"role\":\"user\",\"content\":\"").append(UUID.randomUUID())
                .append("\"}]},\"response\":null,\"error\":\"none\"}\n").toString();
    }
}
