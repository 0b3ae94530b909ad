package dev.downshift.core.imports;

import dev.downshift.core.network.OutboundHttp;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** LangSmith's API: runs of models in a project by their start time, from {@code POST /runs/query} with cursors. Each run becomes a line. */
final class LangSmithApi implements PagedApi {

    private static final int LARGEST_PAGE = 100;
    private static final List<String> FIELDS = List.of("id", "name", "run_type", "start_time", "end_time", "first_token_time", "status", "error", "extra", "inputs",
            "outputs", "parent_run_id", "trace_id", "session_id", "tags", "prompt_tokens", "completion_tokens", "total_tokens");

    private final Source.LangSmith source;
    private final Map<String, String> headers;
    private final Requests requests;

    LangSmithApi(Source.LangSmith source, Credential credential, Requests requests) {
        this.source = source;
        this.headers = Map.of("Accept", "application/json", "x-api-key", credential.secret());
        this.requests = requests;
    }

    @Override
    public String name() {
        return "langsmith";
    }

    @Override
    public Fetched page(Position position) throws SourceProblem, OutboundHttp.TooLarge {
        Position inProject = position.found() == null ? position.having(project()) : position;
        OutboundHttp.Answer answer = requests.send(new OutboundHttp.Request(URI.create(source.baseUrl() + "/runs/query"), headers, query(inProject).toString()));
        if (answer.status() == 404) {
            throw missing();
        }
        PageItems page = PageItems.of(answer.body(), "runs", "id", (run, target) -> PageItems.joined(new byte[0], run.subList(0, 1), target));
        String next = page.around("cursors", "next");
        return new Fetched(page.count(), page.lines(), next.isEmpty() || next.equals(position.cursor()) ? null : inProject.at(next));
    }

    @Override
    public String test() throws SourceProblem, OutboundHttp.TooLarge {
        project();
        return "LangSmith answers, and has the project “" + source.project() + "”.";
    }

    private static ObjectNode query(Position position) {
        ObjectNode query = JsonNodeFactory.instance.objectNode();
        query.putArray("session").add(String.valueOf(position.found()));
        query.put("run_type", "llm").put("order", "asc").put("limit", Math.min(position.size(), LARGEST_PAGE));
        if (position.from() != null) {
            query.put("start_time", position.from().toString());
        }
        query.put("filter", "lt(start_time, \"" + position.to() + "\")");
        if (position.cursor() != null) {
            query.put("cursor", position.cursor());
        }
        FIELDS.forEach(query.putArray("select")::add);
        return query;
    }

    /** The id of the project. One that was given as such is looked up too, so that a wrong one is an error and not an empty project. */
    private String project() throws SourceProblem, OutboundHttp.TooLarge {
        boolean isId = isId(source.project());
        OutboundHttp.Answer answer = requests.send(new OutboundHttp.Request(URI.create(source.baseUrl() + "/sessions"
                + (isId ? "/" + source.project() : "?limit=1&name=" + URLEncoder.encode(source.project(), StandardCharsets.UTF_8))), headers, null));
        try {
            JsonNode found = answer.status() == 404 && isId ? JsonNodeFactory.instance.missingNode() : JsonMapper.shared().readTree(answer.body());
            JsonNode id = isId ? found.path("id") : found.path(0).path("id");
            if (answer.status() == 404 && !isId) {
                throw missing();
            }
            if (!id.isString() || !isId(id.stringValue())) {
                throw new SourceProblem("LangSmith has no project “" + source.project() + "” that this key may see.",
                        "Look for its name under Tracing, and whether the key belongs to the same workspace.");
            }
            return id.stringValue();
        } catch (JacksonException noJson) {
            throw missing();
        }
    }

    private static boolean isId(String text) {
        try {
            return UUID.fromString(text).toString().equalsIgnoreCase(text);
        } catch (IllegalArgumentException name) {
            return false;
        }
    }

    private static SourceProblem missing() {
        return new SourceProblem("There is no API of LangSmith at this address.",
                "Give the address that LANGSMITH_ENDPOINT has for your agents, such as https://api.smith.langchain.com.");
    }
}
