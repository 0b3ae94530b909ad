package dev.downshift.core.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downshift.core.CoreTest;
import dev.downshift.core.Organizations;
import dev.downshift.core.SampleTask;
import dev.downshift.core.intake.CallId;
import dev.downshift.core.intake.Calls;
import dev.downshift.core.intake.Ingest;
import dev.downshift.core.intake.StoredCall;
import dev.downshift.core.intake.Uploads;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.Members;
import dev.downshift.core.tenancy.Onboarding;
import dev.downshift.core.tenancy.Role;
import dev.downshift.engine.evaluation.OutputShape;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Kept calls count for those that were sampled out. */
@CoreTest
class SampledFiguresTest {

    @Autowired Onboarding onboarding;
    @Autowired Members members;
    @Autowired Uploads uploads;
    @Autowired Ingest ingest;
    @Autowired Calls calls;
    @Autowired Tasks tasks;
    @Autowired TaskFiguresUpdate figures;
    @Autowired JdbcClient jdbc;
    @Autowired TransactionOperations transactions;

    @Test
    void callsTokensAndCostOfATaskCountEachCallAsOftenAsItStandsForCalls() throws IOException {
        Organizations organizations = new Organizations(onboarding, members);
        Actor engineer = organizations.member(organizations.create(), Role.ENGINEER);
        Actor.<Object, IOException>call(engineer, () -> {
            TaskId task = new SampleTask(uploads, ingest, calls, jdbc, transactions).create("ROUTE", OutputShape.LABEL, 120);
            List<CallId> ids = tasks.calls(task);
            UUID[] half = ids.subList(0, ids.size() / 2).stream().map(CallId::value).toArray(UUID[]::new);
            transactions.executeWithoutResult(status -> jdbc.sql("update llm_call set weight = 10 where id = any(?)").param(half).update());

            transactions.executeWithoutResult(status -> figures.addAllUp());

            List<StoredCall> stored = calls.stream(ids).toList();
            assertMatches(tasks.get(task), stored, 1);
            transactions.executeWithoutResult(status -> figures.add(ids.stream().map(CallId::value).toList()));
            assertMatches(tasks.get(task), stored, 2);
            return true;
        });
    }

    private static void assertMatches(TaskView task, List<StoredCall> stored, int times) {
        assertThat(task.keptCalls()).isEqualTo((long) stored.size() * times);
        assertThat(task.isEstimated()).isTrue();
        assertThat(task.calls()).isEqualTo(stored.stream().mapToLong(StoredCall::weight).sum() * times);
        assertThat(task.failedCalls()).isEqualTo(stored.stream().filter(call -> call.call().response() == null).mapToLong(StoredCall::weight).sum() * times);
        assertThat(task.promptTokens()).isEqualTo(stored.stream().mapToLong(call -> (long) call.weight() * call.usage().promptTokens()).sum() * times);
        assertThat(task.completionTokens()).isEqualTo(stored.stream().mapToLong(call -> (long) call.weight() * call.usage().completionTokens()).sum() * times);
        assertThat(task.callsPriced()).isEqualTo(stored.stream().filter(call -> call.cost() != null).mapToLong(StoredCall::weight).sum() * times);
        assertThat(task.cost()).isEqualByComparingTo(stored.stream().map(SampledFiguresTest::cost).reduce(BigDecimal.ZERO, BigDecimal::add).multiply(BigDecimal.valueOf(times)));
    }

    private static BigDecimal cost(StoredCall call) {
        BigDecimal cost = call.cost();
        return cost == null ? BigDecimal.ZERO : cost.multiply(BigDecimal.valueOf(call.weight()));
    }
}
