package dev.downshift.sample;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Runs the sample agent against an OpenAI-compatible endpoint: the incumbent itself or a gateway before it. */
public final class LoadGenerator {

    /**
     * What to send.
     *
     * @param baseUrl the endpoint, ending in {@code /v1}
     * @param apiKey the bearer token, or null for none
     * @param calls how many calls at most
     * @param concurrency how many tickets are worked on at a time
     * @param sites the call sites to call; the others are answered by the rules without a call
     */
    public record Load(URI baseUrl, @Nullable String apiKey, long calls, int concurrency, long seed, Set<CallSite> sites) {
        public Load {
            sites = Set.copyOf(sites);
            if (calls < 1 || concurrency < 1 || sites.isEmpty()) {
                throw new IllegalArgumentException("at least one call, one ticket at a time and one call site");
            }
        }
    }

    /**
     * What came back from one call site.
     *
     * @param right answers equal to the rules' (JSON and tool calls only; texts are never counted)
     */
    public record SiteReport(long calls, long failed, long right, long p50Millis, long p95Millis) {}

    private record Call(boolean failed, boolean right, long millis) {}

    private final Load load;
    private final Tickets tickets = new Tickets();
    private final Rules rules = new Rules(tickets);
    private final SupportAgent agent = new SupportAgent(tickets);
    private final AtomicLong started = new AtomicLong();
    private final Map<CallSite, List<Call>> calls = new EnumMap<>(CallSite.class);

    private LoadGenerator(Load load) {
        this.load = load;
    }

    /** Sends the load and waits for the last answer. */
    public static Map<CallSite, SiteReport> run(Load load) throws InterruptedException {
        LoadGenerator generator = new LoadGenerator(load);
        generator.work();
        return generator.report();
    }

    private void work() throws InterruptedException {
        Semaphore free = new Semaphore(load.concurrency());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(10)).build()) {
            for (long number = 0; started.get() < load.calls(); number++) {
                SplittableRandom random = new SplittableRandom(Hashes.mix(load.seed() * 0x9e3779b97f4a7c15L + number));
                free.acquire();
                threads.execute(() -> {
                    try {
                        Ticket ticket = tickets.invent(random, "run-%08x".formatted(random.nextInt()), ZonedDateTime.now(java.time.ZoneOffset.UTC));
                        agent.work(ticket, random, (site, request, attempt) -> ask(client, site, request));
                    } finally {
                        free.release();
                    }
                });
            }
        }
    }

    private @Nullable JsonNode ask(HttpClient client, CallSite site, ObjectNode request) {
        ObjectNode right = rules.answer(request, 0);
        if (!load.sites().contains(site) || started.getAndIncrement() >= load.calls()) {
            return right;
        }
        long begin = System.nanoTime();
        JsonNode message = send(client, request);
        boolean same = message != null && comparable(message).equals(comparable(right));
        long millis = Duration.ofNanos(System.nanoTime() - begin).toMillis();
        synchronized (calls) {
            calls.computeIfAbsent(site, unseen -> new ArrayList<>()).add(new Call(message == null, same, millis));
        }
        return message;
    }

    private @Nullable JsonNode send(HttpClient client, ObjectNode request) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(load.baseUrl() + "/chat/completions"))
                .timeout(Duration.ofSeconds(60)).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Json.write(request)));
        if (load.apiKey() != null) {
            builder.header("Authorization", "Bearer " + load.apiKey());
        }
        try {
            HttpResponse<String> response = client.send(builder.build(), HttpResponse.BodyHandlers.ofString());
            return response.statusCode() == 200 ? StreamedAnswer.message(response.body()) : null;
        } catch (IOException | tools.jackson.core.JacksonException failure) {
            return null;
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    /** JSON text and arguments as trees, without ids, so that spacing and order do not count. */
    private static JsonNode comparable(JsonNode message) {
        JsonNode function = message.path("tool_calls").path(0).path("function");
        String text = function.isMissingNode() ? message.path("content").asString("") : function.path("arguments").asString("");
        ObjectNode comparable = Json.object().put("tool", function.path("name").asString(""));
        try {
            return comparable.set("value", Json.parse(text));
        } catch (tools.jackson.core.JacksonException plainText) {
            return comparable.put("value", text);
        }
    }

    private Map<CallSite, SiteReport> report() {
        Map<CallSite, SiteReport> report = new EnumMap<>(CallSite.class);
        calls.forEach((site, made) -> {
            List<Long> millis = made.stream().map(Call::millis).sorted().toList();
            report.put(site, new SiteReport(made.size(), made.stream().filter(Call::failed).count(), made.stream().filter(Call::right).count(),
                    millis.get(millis.size() / 2), millis.get((int) (millis.size() * 0.95))));
        });
        return report;
    }
}
