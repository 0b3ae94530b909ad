package dev.downshift.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class TrafficGeneratorTest {

    private static final ZonedDateTime UNTIL = ZonedDateTime.of(2026, 11, 1, 0, 0, 0, 0, ZoneOffset.UTC);
    private static final List<ObjectNode> RECORDS = new ArrayList<>();
    private static final List<ObjectNode> LABELS = new ArrayList<>();

    static {
        new TrafficGenerator(7, 0.03).generate(6_000, UNTIL, 4, (record, label) -> {
            RECORDS.add(record.deepCopy());
            LABELS.add(label);
        });
    }

    @Test
    void theSameSeedGivesTheSameRecords() {
        List<String> again = new ArrayList<>();
        new TrafficGenerator(7, 0.03).generate(6_000, UNTIL, 4, (record, label) -> again.add(Json.write(record)));
        assertThat(again).isEqualTo(RECORDS.stream().map(Json::write).toList());
        List<String> other = new ArrayList<>();
        new TrafficGenerator(8, 0.03).generate(50, UNTIL, 4, (record, label) -> other.add(Json.write(record)));
        assertThat(other).isNotEqualTo(again.subList(0, 50));
    }

    @Test
    void everyCallSiteHasItsShare() {
        Map<CallSite, Integer> counts = new EnumMap<>(CallSite.class);
        LABELS.forEach(label -> counts.merge(CallSite.valueOf(label.path("callSite").asString("")), 1, Integer::sum));
        assertThat(counts).containsOnlyKeys(CallSite.values());
        assertThat(counts.get(CallSite.TRIAGE)).isGreaterThan(1_000);
        assertThat(counts.get(CallSite.LOOK_UP)).isGreaterThan(1_000);
        assertThat(counts.get(CallSite.ROUTE)).isGreaterThan(1_200);
        assertThat(counts.get(CallSite.EXTRACT)).isGreaterThan(400);
        assertThat(counts.get(CallSite.PLAN)).isBetween(20, 300);
    }

    @Test
    void recordsAreInTheOrderOfTimeAndSpanThePeriod() {
        List<Instant> times = RECORDS.stream().map(record -> Instant.parse(record.path("timestamp").asString(""))).toList();
        assertThat(times).isSorted();
        assertThat(times.getFirst()).isBefore(UNTIL.minusDays(26).toInstant());
        assertThat(times.getLast()).isAfter(UNTIL.minusDays(2).toInstant());
        long night = times.stream().filter(time -> time.atZone(ZoneOffset.UTC).getHour() < 5).count();
        long day = times.stream().filter(time -> time.atZone(ZoneOffset.UTC).getHour() / 5 == 2).count();
        assertThat(day).isGreaterThan(night * 5);
    }

    @Test
    void wordingVaries() {
        Set<String> messages = new HashSet<>();
        int routed = 0;
        int foreign = 0;
        for (int index = 0; index < RECORDS.size(); index++) {
            if (LABELS.get(index).path("callSite").asString("").equals("ROUTE")) {
                routed++;
                messages.add(Rules.lastUserMessage(RECORDS.get(index).path("request")));
            }
            foreign += LABELS.get(index).path("language").asString("").equals("en") ? 0 : 1;
        }
        assertThat(messages).hasSizeGreaterThan(routed * 8 / 10);
        assertThat(foreign).isBetween(100, 500);
    }

    @Test
    void aFewCallsFailAndAreTriedAgain() {
        long failed = LABELS.stream().filter(label -> label.path("failed").asBoolean(false)).count();
        long retried = RECORDS.stream().filter(record -> record.path("metadata").path("attempt").asInt(1) > 1).count();
        assertThat(failed).isBetween(100L, 300L);
        assertThat(retried).isBetween(failed - 20, failed);
    }

    @Test
    void theIncumbentIsMostlyRight() {
        int checked = 0;
        int right = 0;
        for (int index = 0; index < RECORDS.size(); index++) {
            JsonNode expected = LABELS.get(index).path("right");
            if (expected.isObject()) {
                checked++;
                right += expected.equals(RECORDS.get(index).path("response").path("choices").path(0).path("message")) ? 1 : 0;
            }
        }
        assertThat((double) right / checked).isBetween(0.95, 0.99);
    }

    @Test
    void theRulesKnowTheIntentOfNearlyEveryMessage() {
        int routed = 0;
        int known = 0;
        Tickets tickets = new Tickets();
        Rules rules = new Rules(tickets);
        java.util.SplittableRandom random = new java.util.SplittableRandom(99);
        for (int number = 0; number < 2_000; number++) {
            Ticket ticket = tickets.invent(random, "run-1", UNTIL);
            routed++;
            boolean same = rules.phraseBook().intentOf(ticket.message()).equals(ticket.intent());
            known += same ? 1 : 0;
        }
        assertThat((double) known / routed).isGreaterThan(0.985);
    }

    @Test
    void noRecordNamesItsCallSite() {
        for (ObjectNode record : RECORDS) {
            assertThat(record.propertyNames()).doesNotContain("callSite", "label");
            assertThat(record.path("metadata").propertyNames()).containsExactly("run", "attempt", "agent", "simulated");
        }
    }
}
