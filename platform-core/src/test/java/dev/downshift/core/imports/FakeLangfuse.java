package dev.downshift.core.imports;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Langfuse's public API, of the second version or of the first alone: newest first, bounded by {@code toStartTime}. */
final class FakeLangfuse extends FakeTool {

    static final Credential CREDENTIAL = new Credential("pk-lf-1", "sk-lf-2");

    private final boolean second;

    FakeLangfuse(boolean second) throws IOException {
        this.second = second;
    }

    @Override
    boolean mayRead(HttpExchange exchange) {
        return ("Basic " + Base64.getEncoder().encodeToString("pk-lf-1:sk-lf-2".getBytes(StandardCharsets.UTF_8)))
                .equals(exchange.getRequestHeaders().getFirst("Authorization"));
    }

    @Override
    @Nullable String answer(String path, Map<String, String> query, String body) {
        return switch (path) {
            case "/api/public/projects" -> "{\"data\":[{\"id\":\"p-1\",\"name\":\"support\"}]}";
            case "/api/public/v2/observations" -> second ? byCursor(query) : null;
            case "/api/public/observations" -> second ? null : byPage(query);
            default -> null;
        };
    }

    private String byCursor(Map<String, String> query) {
        if (!query.getOrDefault("fields", "").contains("io")) {
            return "{\"data\":[],\"meta\":{}}";
        }
        int from = query.containsKey("cursor")
                ? Integer.parseInt(new String(Base64.getDecoder().decode(query.get("cursor")), StandardCharsets.UTF_8)) : 0;
        int to = from + Integer.parseInt(query.get("limit"));
        List<Call> matching = matching(query);
        String cursor = to < matching.size() ? Base64.getEncoder().encodeToString(Integer.toString(to).getBytes(StandardCharsets.UTF_8)) : null;
        return "{\"data\":[" + items(matching, from, to, "providedModelName") + "],\"meta\":{" + (cursor == null ? "" : "\"cursor\":\"" + cursor + "\"") + "}}";
    }

    private String byPage(Map<String, String> query) {
        int limit = Integer.parseInt(query.get("limit"));
        int page = Integer.parseInt(query.get("page"));
        List<Call> matching = matching(query);
        return "{\n  \"data\": [\n" + items(matching, (page - 1) * limit, page * limit, "model") + "\n  ],\n  \"meta\": {\"page\":%d,\"limit\":%d,\"totalItems\":%d,\"totalPages\":%d}\n}"
                .formatted(page, limit, matching.size(), (matching.size() + limit - 1) / limit);
    }

    private List<Call> matching(Map<String, String> query) {
        Instant from = Instant.parse(query.getOrDefault("fromStartTime", "2000-01-01T00:00:00Z"));
        Instant to = Instant.parse(query.get("toStartTime"));
        return calls.stream().filter(call -> !call.at().isBefore(from) && call.at().isBefore(to)).sorted(Comparator.comparing(Call::at).reversed()).toList();
    }

    private static String items(List<Call> matching, int from, int to, String model) {
        return matching.stream().skip(from).limit(to - from).map(call -> """
                {"id":"%s","traceId":"%s","type":"GENERATION","name":"answer","startTime":"%s","endTime":"%s",
                 "input":"[{\\"role\\":\\"user\\",\\"content\\":\\"Question %s\\"}]","output":"{\\"role\\":\\"assistant\\",\\"content\\":\\"Answer\\"}",
                 "%s":"gpt-4.1","usageDetails":{"input":9,"output":2},"level":"DEFAULT","parentObservationId":null}"""
                .formatted(call.id(), call.trace(), call.at(), call.at().plusMillis(700), call.id(), model)).collect(Collectors.joining(",\n"));
    }
}
