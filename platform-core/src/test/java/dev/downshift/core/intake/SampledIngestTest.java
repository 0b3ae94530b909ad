package dev.downshift.core.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downshift.core.CoreTest;
import dev.downshift.core.Organizations;
import dev.downshift.core.limits.IntakePolicies;
import dev.downshift.core.limits.IntakePolicy;
import dev.downshift.core.overview.LoopView;
import dev.downshift.core.overview.Overview;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.Members;
import dev.downshift.core.tenancy.Onboarding;
import dev.downshift.core.tenancy.Role;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionOperations;

@CoreTest
class SampledIngestTest {

    private static final int CALLS = 1_800;
    private static final int TURNS = 3;

    @Autowired Onboarding onboarding;
    @Autowired Members members;
    @Autowired Uploads uploads;
    @Autowired Calls calls;
    @Autowired Ingest ingest;
    @Autowired IntakePolicies policies;
    @Autowired Overview overview;
    @Autowired TransactionOperations transactions;

    @Test
    void whatIsKeptStandsForTheRestAndIsTheSameAfterAKillAndAChangeOfThePolicy() throws IOException {
        as(anAdmin(), () -> {
            policies.save(sampled(5));
            Ingesting ingesting = new Ingesting(uploads, ingest, transactions);

            UploadView upload = ingesting.uploadAndRead("runs.jsonl", runs("first"));

            assertThat(upload.records()).isEqualTo(CALLS);
            assertThat(upload.calls() + upload.sampledOut()).isEqualTo(CALLS);
            assertThat(upload.calls()).isBetween((long) CALLS / 5 - 150, (long) CALLS / 5 + 150);
            List<StoredCall> stored = calls.stream().toList();
            assertThat(stored).allMatch(call -> call.weight() == 5);
            Map<String, Long> kept = stored.stream().collect(Collectors.groupingBy(StoredCall::conversation, Collectors.counting()));
            assertThat(kept.values()).as("whole conversations").containsOnly((long) TURNS);
            LoopView loop = overview.loop();
            assertThat(loop.calls()).isEqualTo(upload.calls() * 5);
            assertThat(loop.keptCalls()).isEqualTo(upload.calls());

            UploadId killed = ingesting.upload("again.jsonl", runs("second"));
            ingesting.read(killed, 2);
            policies.save(sampled(2));
            ingesting.read(killed, Integer.MAX_VALUE);
            ingest.finish(killed);
            UploadView done = uploads.get(killed);
            assertThat(done.sampleOneIn()).isEqualTo(5);
            assertThat(done.calls() + done.sampledOut()).isEqualTo(CALLS);
            assertThat(calls.stream(CallFilter.of(killed))).hasSize((int) done.calls()).allMatch(call -> call.weight() == 5);

            UploadView overlapping = ingesting.uploadAndRead("overlap.jsonl", (new String(runs("first"), StandardCharsets.UTF_8) + "\n").getBytes(StandardCharsets.UTF_8));
            assertThat(overlapping.known()).as("calls that were kept before").isEqualTo(upload.calls());

            Set<String> keptInSpiteOfTheKill = conversations(killed);
            uploads.delete(killed);
            ingest.open(killed).close();
            policies.save(sampled(5));
            UploadView undisturbed = ingesting.uploadAndRead("again.jsonl", runs("second"));
            assertThat(undisturbed.calls()).isEqualTo(done.calls());
            assertThat(keptInSpiteOfTheKill).isNotEmpty().isEqualTo(conversations(undisturbed.id()));
            return true;
        });
    }

    private Set<String> conversations(UploadId upload) {
        return calls.stream(CallFilter.of(upload)).map(StoredCall::conversation).collect(Collectors.toSet());
    }

    private static IntakePolicy sampled(int oneIn) {
        return new IntakePolicy(null, null, null, null, null, oneIn);
    }

    private Actor anAdmin() {
        Organizations organizations = new Organizations(onboarding, members);
        return organizations.member(organizations.create(), Role.ADMIN);
    }

    private static <T> T as(Actor actor, java.util.concurrent.Callable<T> work) throws IOException {
        try {
            return Actor.call(actor, work::call);
        } catch (IOException | RuntimeException failure) {
            throw failure;
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }

    /** Runs of three calls each, one after the other's turn, as a log has them. */
    private static byte[] runs(String name) {
        int runs = CALLS / TURNS;
        return IntStream.range(0, CALLS).mapToObj(index -> ("{\"timestamp\":%d,\"session_id\":\"%s-%d\",\"request\":{\"model\":\"gpt-4o\",\"messages\":["
                        + "{\"role\":\"user\",\"content\":\"Turn %d\"}]},\"response\":{\"id\":\"chatcmpl-%s-of-the-day-%d\",\"choices\":[{\"message\":{\"role\":\"assistant\","
                        + "\"content\":\"Done\"}}],\"usage\":{\"prompt_tokens\":30,\"completion_tokens\":7}}}")
                        .formatted(1_700_000_000 + index, name, index % runs, index / runs, name, index))
                .collect(Collectors.joining("\n")).getBytes(StandardCharsets.UTF_8);
    }
}
