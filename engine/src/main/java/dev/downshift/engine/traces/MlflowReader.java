package dev.downshift.engine.traces;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Traces of MLflow with their spans. Each span of a model is one call; other spans are passed over. */
final class MlflowReader implements RecordReader {

    private static final Set<String> MODELS = Set.of("LLM", "CHAT_MODEL");
    private static final Map<String, String> SPAN = Map.ofEntries(Map.entry("trace_id", "traceId"), Map.entry("request_id", "traceId"), Map.entry("span_id", "spanId"),
            Map.entry("parent_id", "parentSpanId"), Map.entry("parent_span_id", "parentSpanId"), Map.entry("name", "name"), Map.entry("start_time", "startTimeUnixNano"),
            Map.entry("start_time_unix_nano", "startTimeUnixNano"), Map.entry("start_time_ns", "startTimeUnixNano"), Map.entry("end_time", "endTimeUnixNano"),
            Map.entry("end_time_unix_nano", "endTimeUnixNano"), Map.entry("end_time_ns", "endTimeUnixNano"), Map.entry("events", "events"));

    @Override
    public TraceFormat format() {
        return TraceFormat.MLFLOW;
    }

    @Override
    public boolean recognises(JsonNode record) {
        return record.path("info").isObject() && record.path("data").path("spans").isArray();
    }

    @Override
    public Stream<LlmCall> read(JsonNode record, Place place, Times times) {
        Map<String, JsonNode> around = new LinkedHashMap<>();
        around.put("tags", record.path("info").path("tags"));
        around.put("trace_metadata", record.path("info").path("trace_metadata"));
        around.put("request_metadata", record.path("info").path("request_metadata"));
        JsonNode session = record.path("info").path("trace_metadata").path("mlflow.trace.session");
        SpanCalls calls = new SpanCalls(place, times);
        JsonNode spans = record.path("data").path("spans");
        for (int index = 0; index < spans.size(); index++) {
            Fields span = Fields.of(spans.get(index), "data.spans[" + index + "]");
            Fields attributes = Fields.of(decoded(span.takeObject("attributes")), span.pathOf("attributes"));
            if (MODELS.contains(String.valueOf(attributes.takeText("mlflow.spanType")))) {
                calls.add(span(span), SpanAttributes.of(attributes(attributes, session)), around);
            }
        }
        return calls.stream();
    }

    /** MLflow writes the value of an attribute as a text that holds JSON. */
    private static ObjectNode decoded(@Nullable Fields attributes) {
        ObjectNode decoded = JsonNodeFactory.instance.objectNode();
        if (attributes != null) {
            attributes.rest().forEach((name, value) -> {
                String text = value.isString() ? value.stringValue().strip() : "";
                boolean json = text.startsWith("{") || text.startsWith("[") || (text.startsWith("\"") && text.endsWith("\"") && text.length() > 1);
                decoded.set(name, json ? StrictJson.parseEmbedded(text, attributes.pathOf(name)) : value);
            });
        }
        return decoded;
    }

    private static ObjectNode span(Fields fields) {
        ObjectNode span = JsonNodeFactory.instance.objectNode();
        Fields context = fields.takeObject("context");
        SPAN.forEach((name, as) -> {
            JsonNode value = context != null && context.has(name) ? context.take(name) : fields.take(name);
            if (value != null) {
                span.set(as, value);
            }
        });
        JsonNode status = fields.take("status");
        ObjectNode code = span.putObject("status");
        code.put("code", status != null && status.isObject() ? status.path("code").asString("") : String.valueOf(fields.takeText("status_code")));
        code.put("message", status != null && status.isObject() ? status.path("message").asString("") : fields.takeText("status_message"));
        return span;
    }

    private static ObjectNode attributes(Fields recorded, JsonNode session) {
        ObjectNode attributes = JsonNodeFactory.instance.objectNode();
        SpanBodies.request(recorded.take("mlflow.spanInputs"), attributes);
        SpanBodies.answer(recorded.take("mlflow.spanOutputs"), attributes);
        JsonNode usage = recorded.take("mlflow.chat.tokenUsage");
        if (usage != null) {
            SpanBodies.usage(usage, attributes);
        }
        Map.of("mlflow.chat.tools", "gen_ai.tool.definitions", "mlflow.llm.model", "gen_ai.request.model").forEach((name, as) -> {
            JsonNode value = recorded.take(name);
            if (value != null) {
                attributes.putIfAbsent(as, value);
            }
        });
        if (session.isString()) {
            attributes.set("session.id", session);
        }
        recorded.rest().forEach(attributes::set);
        return attributes;
    }
}
