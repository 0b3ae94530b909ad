package dev.downshift.core.imports;

import dev.downshift.core.network.OutboundHttp;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Langfuse's public API: observations by their start time, from {@code /api/public/v2/observations} with cursors or, where a Langfuse has no
 * second version, from {@code /api/public/observations} with page numbers. The observations of one trace become one line.
 */
final class LangfuseApi implements PagedApi {

    private static final String SECOND = "v2";
    private static final String FIRST = "v1";
    private static final String FIELDS = "core,basic,time,io,metadata,model,usage";
    private static final int LARGEST_PAGE = 100;
    private static final byte[] BEFORE = PageItems.bytes("{\"data\":[");
    private static final byte[] AFTER = PageItems.bytes("]}");

    private final URI base;
    private final Map<String, String> headers;
    private final Requests requests;

    LangfuseApi(Source.Langfuse source, Credential credential, Requests requests) {
        this.base = source.baseUrl();
        this.headers = Map.of("Accept", "application/json", "Authorization", "Basic "
                + Base64.getEncoder().encodeToString((credential.id() + ":" + credential.secret()).getBytes(StandardCharsets.UTF_8)));
        this.requests = requests;
    }

    @Override
    public String name() {
        return "langfuse";
    }

    @Override
    public Fetched page(Position position) throws SourceProblem, OutboundHttp.TooLarge {
        if (position.found() == null) {
            OutboundHttp.Answer second = get("/api/public/v2/observations", query(position, "cursor", null));
            return second.status() == 404 ? first(position.having(FIRST)) : second(position.having(SECOND), second);
        }
        return position.found().equals(FIRST) ? first(position)
                : second(position, get("/api/public/v2/observations", query(position, "cursor", position.cursor())));
    }

    @Override
    public String test() throws SourceProblem, OutboundHttp.TooLarge {
        OutboundHttp.Answer answer = get("/api/public/projects", Map.of());
        if (answer.status() == 404) {
            throw missing();
        }
        try {
            JsonNode project = JsonMapper.shared().readTree(answer.body()).path("data").path(0).path("name");
            return project.isString() ? "Langfuse answers for the project “" + project.stringValue() + "”." : "Langfuse answers.";
        } catch (JacksonException noJson) {
            throw missing();
        }
    }

    private Fetched second(Position position, OutboundHttp.Answer answer) throws SourceProblem {
        PageItems page = page(answer);
        String next = page.around("meta", "cursor");
        return new Fetched(page.count(), page.lines(), next.isEmpty() || next.equals(position.cursor()) ? null : position.at(next));
    }

    /** Its cursor is the number of observations before the page, so that the size of pages may change in between. */
    private Fetched first(Position position) throws SourceProblem, OutboundHttp.TooLarge {
        int before = position.cursor() == null ? 0 : Integer.parseInt(position.cursor());
        int size = Math.min(position.size(), LARGEST_PAGE);
        int number = before / size;
        PageItems page = page(get("/api/public/observations", query(position, "page", Integer.toString(number + 1))));
        return new Fetched(page.count(), page.lines(), page.count() < size ? null : position.at(Integer.toString((number + 1) * size)));
    }

    private static Map<String, String> query(Position position, String pager, @Nullable String at) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("limit", Integer.toString(Math.min(position.size(), LARGEST_PAGE)));
        if (position.from() != null) {
            query.put("fromStartTime", position.from().toString());
        }
        query.put("toStartTime", position.to().toString());
        if (pager.equals("cursor")) {
            query.put("fields", FIELDS);
        }
        if (at != null) {
            query.put(pager, at);
        }
        return query;
    }

    private static PageItems page(OutboundHttp.Answer answer) throws SourceProblem {
        if (answer.status() == 404) {
            throw missing();
        }
        return PageItems.of(answer.body(), "data", "traceId", (trace, target) -> {
            PageItems.joined(BEFORE, trace, target);
            target.writeBytes(AFTER);
        });
    }

    private OutboundHttp.Answer get(String path, Map<String, String> query) throws SourceProblem, OutboundHttp.TooLarge {
        String parameters = query.entrySet().stream().map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return requests.send(new OutboundHttp.Request(URI.create(base + path + (parameters.isEmpty() ? "" : "?" + parameters)), headers, null));
    }

    private static SourceProblem missing() {
        return new SourceProblem("There is no API of Langfuse at this address.", "Give the address that LANGFUSE_BASE_URL has for your agents, such as https://cloud.langfuse.com.");
    }
}
