package dev.downshift.core.imports;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** LangSmith's API: projects by name, and their runs by cursor. */
final class FakeLangSmith extends FakeTool {

    static final Credential CREDENTIAL = new Credential("", "lsv2_pt_1");

    private static final String PROJECT = "0b9c3f0e-5d3c-4a52-9a2e-3b1f0c7d8e9f";
    private static final Pattern BEFORE = Pattern.compile("lt\\(start_time, \"([^\"]+)\"\\)");

    FakeLangSmith() throws IOException {}

    @Override
    boolean mayRead(HttpExchange exchange) {
        return "lsv2_pt_1".equals(exchange.getRequestHeaders().getFirst("x-api-key"));
    }

    @Override
    @Nullable String answer(String path, Map<String, String> query, String body) {
        return switch (path) {
            case "/sessions" -> "support agent".equals(query.get("name")) ? "[{\"id\":\"" + PROJECT + "\",\"name\":\"support agent\"}]" : "[]";
            case "/runs/query" -> runs(JsonMapper.shared().readTree(body));
            default -> null;
        };
    }

    private String runs(JsonNode query) {
        Matcher before = BEFORE.matcher(query.path("filter").asString(""));
        if (!query.path("session").path(0).asString("").equals(PROJECT) || !query.path("run_type").asString("").equals("llm") || !before.matches()) {
            return "{\"runs\":[],\"cursors\":{}}";
        }
        Instant from = Instant.parse(query.path("start_time").asString("2000-01-01T00:00:00Z"));
        Instant to = Instant.parse(before.group(1));
        List<Call> matching = calls.stream().filter(call -> !call.at().isBefore(from) && call.at().isBefore(to)).sorted(Comparator.comparing(Call::at)).toList();
        int first = query.path("cursor").isString() ? Integer.parseInt(query.path("cursor").stringValue().substring(5)) : 0;
        int last = first + query.path("limit").asInt();
        return "{\"runs\":[" + matching.stream().skip(first).limit(last - first).map(FakeLangSmith::run).collect(Collectors.joining(","))
                + "],\"cursors\":{\"next\":" + (last < matching.size() ? "\"after" + last + "\"" : "null") + ",\"prev\":null},\"parsed_query\":null}";
    }

    private static String run(Call call) {
        return """
                {"id":"%s","trace_id":"%s","name":"ChatOpenAI","run_type":"llm","start_time":"%s","end_time":"%s","status":"success","error":null,
                 "inputs":{"messages":[{"role":"user","content":"Question %s"}]},"outputs":{"role":"assistant","content":"Answer"},
                 "extra":{"invocation_params":{"model":"gpt-4.1"}},"prompt_tokens":9,"completion_tokens":2,"total_tokens":11}"""
                .formatted(call.id(), call.trace(), call.at(), call.at().plusMillis(700), call.id());
    }
}
