package dev.downshift.core.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downshift.core.CoreTest;
import dev.downshift.core.Organizations;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.Members;
import dev.downshift.core.tenancy.Onboarding;
import dev.downshift.core.tenancy.OrganizationId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Several versions of a call, as overlapping exports and repeated deliveries bring them. */
@CoreTest
class CallVersionsTest {

    private static final String ID = "chatcmpl-Bx7Kq2LmZ9pRt4Vw1Ys";
    private static final String ANSWERED = "{\"timestamp\":%d,\"request\":{\"model\":\"gpt-4o\",\"messages\":[%s]},\"response\":{\"id\":\"%s\",\"choices\":[{\"message\":"
            + "{\"role\":\"assistant\",\"content\":\"%s\"}%s}]%s}}";
    private static final String ASKED = "{\"role\":\"user\",\"content\":\"Where is it?\"}";
    private static final String STOPPED = ",\"finish_reason\":\"stop\"";
    private static final String COUNTED = ",\"usage\":{\"prompt_tokens\":30,\"completion_tokens\":7}";

    @Autowired Onboarding onboarding;
    @Autowired Members members;
    @Autowired Uploads uploads;
    @Autowired Ingest ingest;
    @Autowired Calls calls;
    @Autowired JdbcClient jdbc;
    @Autowired TransactionOperations transactions;

    /** Of one call, from the least complete to the most: without an answer, half of it, all of it, with counted tokens, and with a longer prompt, in other months. */
    private static List<String> versions(String id) {
        return List.of(
                "{\"timestamp\":1764547200,\"request\":{\"model\":\"gpt-4o\",\"messages\":[%s]},\"response\":{\"id\":\"%s\",\"error\":{\"message\":\"timeout\"}}}"
                        .formatted(ASKED, id),
                ANSWERED.formatted(1_764_547_200, ASKED, id, "It", "", ""),
                ANSWERED.formatted(1_764_547_200, ASKED, id, "It is on its way to you.", "", ""),
                ANSWERED.formatted(1_764_547_201, ASKED, id, "It is on its way to you.", STOPPED, ""),
                ANSWERED.formatted(1_764_547_199, ASKED, id, "It is on its way to you.", STOPPED, COUNTED),
                ANSWERED.formatted(1_764_547_199, "{\"role\":\"system\",\"content\":\"Help.\"}," + ASKED, id, "It is on its way to you.", STOPPED, COUNTED));
    }

    @Test
    void theMoreCompleteVersionOfACallTakesThePlaceOfTheOther() throws IOException {
        Actor.call(organization(), () -> {
            UploadView first = read("first", versions(ID).getFirst());
            assertThat(only().call().response()).isNull();
            UploadView second = read("second", versions(ID).getLast());

            assertThat(first.calls()).isEqualTo(1);
            assertThat(second).extracting(UploadView::calls, UploadView::known, UploadView::completed).containsExactly(1L, 0L, 1L);
            assertThat(uploads.get(first.id()).calls()).isZero();
            StoredCall call = only();
            assertThat(Objects.requireNonNull(call.call().response()).text()).isEqualTo("It is on its way to you.");
            assertThat(call.usage().promptTokens()).isEqualTo(30);
            assertThat(call.upload()).isEqualTo(second.id());
            assertThat(calls.get(call.id()).stored().call()).isEqualTo(call.call());
            return true;
        });
    }

    @Test
    void aLessCompleteOrEqualVersionChangesNothing() throws IOException {
        Actor.call(organization(), () -> {
            UploadView first = read("first", versions(ID).get(4));
            StoredCall before = only();
            for (int version = 0; version < 5; version++) {
                UploadView again = read("again-" + version, versions(ID).get(version) + "\n");
                assertThat(again).extracting(UploadView::calls, UploadView::known, UploadView::completed).containsExactly(0L, 1L, 0L);
            }
            assertThat(only()).isEqualTo(before);
            assertThat(before.upload()).isEqualTo(first.id());
            return true;
        });
    }

    /** A property over orders of delivery, of cuts into files, and of interruptions, with seeds that are always the same. */
    @Test
    void whatIsStoredDoesNotDependOnTheOrderOfDelivery() throws IOException {
        Set<Object> ends = new HashSet<>();
        for (int seed = 0; seed < 6; seed++) {
            Random random = new Random(seed);
            List<String> lines = new ArrayList<>();
            for (String id : List.of(ID, "5f2c9a1be07d4386", "resp_67ccd2bed1ec8190b14f")) {
                lines.addAll(versions(id));
                lines.add(ANSWERED.formatted(1_764_547_199, ASKED, id, "It was on its way to me.", STOPPED, COUNTED));
            }
            lines.addAll(versions("chatcmpl-of-the-day-1").subList(3, 5));
            Collections.shuffle(lines, random);
            ends.add(Actor.call(organization(), () -> {
                for (int from = 0; from < lines.size();) {
                    int until = Math.min(lines.size(), from + 1 + random.nextInt(8));
                    byte[] file = String.join("\n", lines.subList(from, until)).getBytes(StandardCharsets.UTF_8);
                    UploadId id = ingesting().upload(from + ".jsonl", file);
                    if (random.nextBoolean()) {
                        interrupt(id);
                    }
                    ingesting().read(id, Integer.MAX_VALUE);
                    ingest.finish(id);
                    from = until;
                }
                return calls.stream().map(call -> List.of(call.call().occurredAt(), String.valueOf(call.call().providerCallId()), call.call().messages(),
                        String.valueOf(call.call().response()), call.usage(), String.valueOf(call.cost()))).collect(Collectors.toSet());
            }));
        }
        assertThat(ends).hasSize(1).allSatisfy(end -> assertThat((Set<?>) end).hasSize(4));
    }

    @Test
    void ofTwoThatBringACallAtOnceTheMoreCompleteStays() throws Exception {
        Actor organization = organization();
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            for (int round = 0; round < 5; round++) {
                String id = "chatcmpl-Bx7Kq2LmZ9pRt4Vw1Y" + round;
                List<Future<UploadView>> sent = new ArrayList<>();
                for (int version : new int[] {1, 5, 3}) {
                    String line = versions(id).get(version);
                    sent.add(threads.submit(() -> Actor.call(organization, () -> read("at-once", line))));
                }
                for (Future<UploadView> one : sent) {
                    one.get();
                }
            }
        }
        Actor.run(organization, () -> {
            assertThat(calls.stream()).hasSize(5).allMatch(call -> call.call().messages().size() == 2);
            assertThat(uploads.list(null).items().stream().mapToLong(UploadView::calls).sum()).isEqualTo(5);
        });
    }

    @Test
    void idsThatLookDrawnAtRandomNameACallAlone() {
        assertThat(List.of(ID, "5f2c9a1be07d4386", "msg_01XFDUDYJgAACzvnptvVoYEL", "0198f7a2-7c1e-7b3a-9d52-1f6e0a4c8b77", "gen-1700000000-AbCdEf123456gHiJkLm"))
                .allMatch(CallNames::looksRandom);
        assertThat(List.of("chatcmpl-of-the-day-1", "chatcmpl-1700000000000", "cmpl-0000000000000001", "aaaaaaaaaaaaaaaaaaaaaaaa", "00000000-0000-0000-0000-000000000000"))
                .noneMatch(CallNames::looksRandom);
    }

    private StoredCall only() {
        List<StoredCall> all = calls.stream().toList();
        assertThat(all).hasSize(1);
        assertThat(transactions.<Long>execute(status -> jdbc.sql("select count(*) from call_identity").query((row, number) -> row.getLong(1)).single())).isEqualTo(1);
        return all.getFirst();
    }

    private UploadView read(String name, String line) throws IOException {
        return ingesting().uploadAndRead(name, line.getBytes(StandardCharsets.UTF_8));
    }

    private void interrupt(UploadId id) throws IOException {
        try (IngestRun run = ingest.open(id)) {
            RecordBatch batch = Objects.requireNonNull(run.next());
            transactions.executeWithoutResult(status -> {
                run.store(batch);
                status.setRollbackOnly();
            });
        }
    }

    private Ingesting ingesting() {
        return new Ingesting(uploads, ingest, transactions);
    }

    private Actor organization() {
        OrganizationId organization = new Organizations(onboarding, members).create();
        return Actor.system(organization);
    }
}
