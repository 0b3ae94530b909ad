package dev.downshift.core.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.downshift.core.CoreTest;
import dev.downshift.core.InvalidInput;
import dev.downshift.core.Organizations;
import dev.downshift.core.Page;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.Members;
import dev.downshift.core.tenancy.Onboarding;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionOperations;

@CoreTest
class CallListTest {

    @Autowired Onboarding onboarding;
    @Autowired Members members;
    @Autowired Uploads uploads;
    @Autowired Ingest ingest;
    @Autowired Calls calls;
    @Autowired TransactionOperations transactions;

    @Test
    void everyListHoldsWhatAReadingOfAllCallsFinds() throws IOException {
        Actor.call(Actor.system(new Organizations(onboarding, members).create()), () -> {
            new Ingesting(uploads, ingest, transactions).uploadAndRead("quarter.jsonl", quarter());
            List<StoredCall> all = calls.stream().toList();
            Random random = new Random(1);
            for (int round = 0; round < 40; round++) {
                String model = random.nextInt(3) == 0 ? "gpt-4o" : null;
                Boolean failed = random.nextInt(4) == 0 ? random.nextBoolean() : null;
                Instant from = random.nextInt(3) == 0 ? Instant.parse("2025-11-20T00:00:00Z") : null;
                Instant until = random.nextInt(3) == 0 ? Instant.parse("2026-01-02T12:00:00Z") : null;
                BigDecimal least = random.nextInt(4) == 0 ? new BigDecimal("0.0005") : null;
                BigDecimal most = random.nextInt(4) == 0 ? new BigDecimal("0.0012") : null;
                Duration slow = random.nextInt(4) == 0 ? Duration.ofMillis(700) : null;
                String text = random.nextInt(3) == 0 ? List.of("ticket_3", "Late PARCEL", "par*", "answer", "sort").get(random.nextInt(5)) : null;
                CallFilter filter = new CallFilter(null, null, null, model, failed, from, until).withCost(least, most).withLatency(slow).withText(text);
                CallSort sort = List.of(CallSort.TIME, CallSort.COST, CallSort.LATENCY).get(random.nextInt(3));
                assertThat(paged(filter, sort)).as("%s by %s", filter, sort).isEqualTo(all.stream().filter(matching(filter)).filter(shown(sort))
                        .sorted(order(sort)).map(StoredCall::id).toList());
                assertThat(calls.stream(filter)).map(StoredCall::id).isEqualTo(all.stream().filter(matching(filter)).map(StoredCall::id).toList());
                long matches = all.stream().filter(matching(filter)).count();
                assertThat(calls.count(filter)).isEqualTo(matches);
                assertThat(calls.count(filter, 9)).isEqualTo(Math.min(9, matches));
            }
            return true;
        });
    }

    @Test
    void aTextWithoutAWordFindsNothing() throws IOException {
        Actor.call(Actor.system(new Organizations(onboarding, members).create()), () -> {
            new Ingesting(uploads, ingest, transactions).uploadAndRead("quarter.jsonl", quarter());
            assertThat(calls.list(CallFilter.ALL.withText("'*  ** !"), null).items()).isEmpty();
            assertThat(calls.count(CallFilter.ALL.withText("?"))).isZero();
            assertThat(calls.stream(CallFilter.ALL.withText("?"))).isEmpty();
            assertThat(calls.list(CallFilter.ALL.withText("it's \\ parcel & | ! <-> :*"), null).items()).isEmpty();
            return true;
        });
    }

    @Test
    void aCursorOfAListThatIsSortedOtherwiseIsRefused() throws IOException {
        Actor.call(Actor.system(new Organizations(onboarding, members).create()), () -> {
            new Ingesting(uploads, ingest, transactions).uploadAndRead("quarter.jsonl", quarter());
            String next = Objects.requireNonNull(calls.list(CallFilter.ALL, CallSort.COST, null).next());
            assertThat(calls.list(CallFilter.ALL, CallSort.COST, next).items()).hasSize(50);
            assertThatThrownBy(() -> calls.list(CallFilter.ALL, CallSort.TIME, next)).isInstanceOf(InvalidInput.class);
            assertThatThrownBy(() -> calls.list(CallFilter.ALL, CallSort.TIME, "nonsense")).isInstanceOf(InvalidInput.class);
            return true;
        });
    }

    private List<CallId> paged(CallFilter filter, CallSort sort) {
        List<CallId> ids = new ArrayList<>();
        @org.jspecify.annotations.Nullable String cursor = null;
        do {
            Page<CallSummary> page = calls.list(filter, sort, cursor);
            page.items().forEach(call -> ids.add(call.id()));
            cursor = page.next();
        } while (cursor != null);
        return ids;
    }

    private static Predicate<StoredCall> matching(CallFilter filter) {
        return call -> (filter.model() == null || filter.model().equals(call.call().model()))
                && (filter.failed() == null || filter.failed() == (call.call().response() == null))
                && (filter.from() == null || !call.orderedAt().isBefore(filter.from()))
                && (filter.until() == null || call.orderedAt().isBefore(filter.until()))
                && (filter.leastCost() == null || (call.cost() != null && call.cost().compareTo(filter.leastCost()) >= 0))
                && (filter.mostCost() == null || (call.cost() != null && call.cost().compareTo(filter.mostCost()) <= 0))
                && (filter.leastLatency() == null || (call.call().latency() != null && call.call().latency().compareTo(filter.leastLatency()) >= 0))
                && (filter.text() == null || says(call, filter.text()));
    }

    private static boolean says(StoredCall call, String text) {
        String said = call.call().messages().getLast().text() + " " + (call.call().response() == null ? "" : call.call().response().text());
        return switch (text) {
            case "ticket_3" -> said.contains("ticket_3?") || said.endsWith(" 3");
            case "Late PARCEL" -> said.contains("late") && said.contains("parcel ");
            case "par*" -> said.contains("parcel");
            case "answer" -> said.contains("Answer");
            case "sort" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static Predicate<StoredCall> shown(CallSort sort) {
        return call -> switch (sort) {
            case TIME -> true;
            case COST -> call.cost() != null;
            case LATENCY -> call.call().latency() != null;
        };
    }

    private static Comparator<StoredCall> order(CallSort sort) {
        Comparator<StoredCall> order = switch (sort) {
            case TIME -> Comparator.comparing(StoredCall::orderedAt);
            case COST -> Comparator.comparing(call -> Objects.requireNonNull(call.cost()));
            case LATENCY -> Comparator.comparing(call -> Objects.requireNonNull(call.call().latency()));
        };
        return order.thenComparing(call -> call.id().toString()).reversed();
    }

    /** 240 calls of three months by three models, one of them without a price; some failed, some without latency, many that cost the same. */
    private static byte[] quarter() {
        return IntStream.range(0, 240).mapToObj(index -> ("{\"timestamp\":%d,\"request\":{\"model\":\"%s\",\"messages\":[{\"role\":\"system\",\"content\":\"Sort\"},"
                        + "{\"role\":\"user\",\"content\":\"Where is my %s of ticket_%d?\"}]},\"response\":%s%s}")
                        .formatted(1_762_300_000 + index * 29_000L, List.of("gpt-4o", "gpt-4o-mini", "house-model").get(index % 3),
                                index % 4 == 0 ? "parcel" : index % 4 == 1 ? "late parcel " : "order", index % 10,
                                index % 9 == 0 ? "null,\"error\":\"timeout\"" : ("{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"%s %d\"}}],"
                                        + "\"usage\":{\"prompt_tokens\":%d,\"completion_tokens\":20}}").formatted(index % 5 == 0 ? "Answer" : "Done", index, 100 + index % 7 * 100),
                                index % 6 == 0 ? "" : ",\"latency_ms\":" + (500 + index % 5 * 100)))
                .collect(Collectors.joining("\n")).getBytes(StandardCharsets.UTF_8);
    }
}
