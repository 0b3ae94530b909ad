package dev.downshift.sample;

import dev.downshift.sample.Incumbent.Failure;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Generates log records of the sample agent's calls without a server, in the order of their time and in constant
 * memory. The same seed, count and period give the same bytes.
 */
final class TrafficGenerator {

    /** Receives the records in order, each with its label. */
    interface Sink {
        void record(ObjectNode record, ObjectNode label);
    }

    private record Logged(Instant at, long order, ObjectNode record, ObjectNode label) {}

    private static final double FAILURES = 0.03;

    private final Tickets tickets = new Tickets();
    private final Rules rules = new Rules(tickets);
    private final Incumbent incumbent;
    private final SupportAgent agent = new SupportAgent(tickets);
    private final long seed;
    private final PriorityQueue<Logged> waiting = new PriorityQueue<>(Comparator.comparing(Logged::at).thenComparingLong(Logged::order));
    private long made;
    private long emitted;

    TrafficGenerator(long seed, double mistakes) {
        this.seed = seed;
        incumbent = new Incumbent(rules, mistakes);
    }

    void generate(long calls, ZonedDateTime until, int weeks, Sink sink) {
        DailyPattern pattern = new DailyPattern(until, weeks);
        for (long number = 0; made < calls; number++) {
            ZonedDateTime openedAt = pattern.at((double) made / calls);
            emitUntil(openedAt.toInstant(), calls, sink);
            SplittableRandom random = new SplittableRandom(Hashes.mix(seed * 0x9e3779b97f4a7c15L + number));
            String run = "run-%08x".formatted((int) (random.nextLong() >>> 32));
            Ticket ticket = tickets.invent(random, run, openedAt);
            agent.work(ticket, random, new Desk(ticket, random));
        }
        emitUntil(Instant.MAX, calls, sink);
    }

    private void emitUntil(Instant time, long calls, Sink sink) {
        for (Logged next = waiting.peek(); next != null && !next.at().isAfter(time); next = waiting.peek()) {
            waiting.remove();
            if (emitted++ < calls) {
                sink.record(next.record(), next.label());
            }
        }
    }

    /** Answers the calls of one ticket and logs them on its clock. */
    private final class Desk implements SupportAgent.Model {

        private final Ticket ticket;
        private final SplittableRandom random;
        private Instant clock;

        Desk(Ticket ticket, SplittableRandom random) {
            this.ticket = ticket;
            this.random = random;
            clock = ticket.openedAt().toInstant();
        }

        @Override
        public @Nullable JsonNode ask(CallSite site, ObjectNode request, int attempt) {
            long nonce = random.nextLong();
            if (random.nextDouble() < FAILURES) {
                Failure failure = Failure.any(random);
                log(site, request, attempt, null, failure, failure == Failure.TIMED_OUT ? 30_000 : 40 + random.nextInt(200));
                return null;
            }
            ObjectNode message = incumbent.answer(request, nonce);
            log(site, request, attempt, message, null, Completions.latencyMillis(message, random));
            return message;
        }

        private void log(CallSite site, ObjectNode request, int attempt, @Nullable ObjectNode message, @Nullable Failure failure, long latency) {
            ObjectNode record = Json.object().put("timestamp", clock.toString());
            record.set("request", request);
            if (message != null) {
                record.set("response", Completions.whole(request, message, clock.getEpochSecond()));
            } else if (failure == Failure.TIMED_OUT) {
                record.set("error", failure.error());
            } else if (failure != null) {
                record.put("status", failure.status).putObject("response").set("error", failure.error());
            }
            record.put("latency_ms", latency);
            record.putObject("metadata").put("run", ticket.run()).put("attempt", attempt).put("agent", "sample-agent").put("simulated", true);
            ObjectNode label = Json.object().put("callSite", site.name()).put("language", ticket.language())
                    .put("failed", message == null);
            label.set("right", right(request, message));
            waiting.add(new Logged(clock, made++, record, label));
            clock = clock.plusMillis(latency + 300 + random.nextInt(4_000));
        }

        private JsonNode right(ObjectNode request, @Nullable ObjectNode message) {
            return message == null || (!message.has("tool_calls") && request.path("response_format").isMissingNode())
                    ? Json.MAPPER.nullNode() : rules.answer(request, 0);
        }
    }
}
