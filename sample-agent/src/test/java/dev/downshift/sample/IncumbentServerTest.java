package dev.downshift.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class IncumbentServerTest {

    private final Tickets tickets = new Tickets();
    private final Requests requests = new Requests(tickets);
    private final Ticket ticket = tickets.invent(new SplittableRandom(5), "run-1", ZonedDateTime.of(2026, 10, 5, 9, 0, 0, 0, ZoneOffset.UTC));

    private static IncumbentServer server(double mistakes, double failures) throws IOException {
        return IncumbentServer.start(new IncumbentServer.Settings(0, 1, mistakes, failures, 0));
    }

    @Test
    void answersWithUsageAndSaysThatItIsSimulated() throws Exception {
        try (IncumbentServer server = server(0, 0)) {
            HttpResponse<String> response = post(server, Json.write(requests.route(ticket)));
            JsonNode body = Json.parse(response.body());
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(body.path("metadata").path("simulated").asBoolean(false)).isTrue();
            assertThat(body.path("usage").path("prompt_tokens").asInt(0)).isBetween(150, 400);
            assertThat(Json.parse(body.path("choices").path(0).path("message").path("content").asString("")).has("intent")).isTrue();
            assertThat(server.served()).isOne();
        }
    }

    @Test
    void streamsTextAndToolCallsInChunks() throws Exception {
        try (IncumbentServer server = server(0, 0)) {
            HttpResponse<String> text = post(server, Json.write(requests.reply(ticket, "refunded", true)));
            assertThat(text.headers().firstValue("Content-Type")).contains("text/event-stream");
            assertThat(text.body()).contains("\"usage\"").endsWith("data: [DONE]\n\n");
            assertThat(StreamedAnswer.message(text.body()).path("content").asString("")).contains(ticket.order().id());
            ObjectNode call = requests.agent(ticket).put("stream", true);
            JsonNode message = StreamedAnswer.message(post(server, Json.write(call)).body());
            assertThat(message.path("tool_calls").path(0).path("function").path("name").asString("")).isNotEmpty();
        }
    }

    @Test
    void refusesWhatIsNotARequest() throws Exception {
        try (IncumbentServer server = server(0, 0)) {
            assertThat(post(server, "nonsense").statusCode()).isEqualTo(400);
            assertThat(post(server, "{}").body()).contains("messages");
        }
    }

    @Test
    void failsNowAndThen() throws Exception {
        try (IncumbentServer server = server(0, 0.5)) {
            Set<Integer> statuses = new HashSet<>();
            for (int call = 0; call < 60; call++) {
                statuses.add(post(server, Json.write(requests.route(ticket))).statusCode());
            }
            assertThat(statuses).contains(200, 429, 500);
        }
    }

    @Test
    void mayAnswerOtherwiseWhenAskedAgain() throws Exception {
        try (IncumbentServer server = server(0.5, 0)) {
            Set<String> answers = new HashSet<>();
            for (int call = 0; call < 40; call++) {
                answers.add(Json.parse(post(server, Json.write(requests.route(ticket))).body()).path("choices").path(0).path("message")
                        .path("content").asString(""));
            }
            assertThat(answers).hasSizeGreaterThan(1);
        }
    }

    @Test
    void standsTheLoadOfItsOwnAgent() throws Exception {
        try (IncumbentServer server = server(0.05, 0.02)) {
            Map<CallSite, LoadGenerator.SiteReport> report = LoadGenerator.run(
                    new LoadGenerator.Load(server.baseUrl(), null, 400, 8, 11, EnumSet.allOf(CallSite.class)));
            assertThat(report.values().stream().mapToLong(LoadGenerator.SiteReport::calls).sum()).isEqualTo(400);
            LoadGenerator.SiteReport route = java.util.Objects.requireNonNull(report.get(CallSite.ROUTE));
            assertThat(route.right()).isBetween(route.calls() * 80 / 100, route.calls() - 1);
        }
    }

    private static HttpResponse<String> post(IncumbentServer server, String body) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create(server.baseUrl() + "/chat/completions"))
                    .POST(HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}
