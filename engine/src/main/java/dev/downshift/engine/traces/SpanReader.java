package dev.downshift.engine.traces;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * OpenTelemetry traces in the JSON form of OTLP, as exporters send them and the collector's file exporter writes them. Each span of a
 * call to a model is one call; other spans are passed over.
 */
final class SpanReader implements RecordReader {

    private static final int LONGEST_CONVERSATION = 400;

    @Override
    public TraceFormat format() {
        return TraceFormat.OPENTELEMETRY;
    }

    @Override
    public boolean recognises(JsonNode record) {
        return record.path("resourceSpans").isArray();
    }

    @Override
    public Stream<LlmCall> read(JsonNode record, Place place, Times times) {
        SpanCalls calls = new SpanCalls(place, times);
        for (JsonNode resource : elements(record, "resourceSpans")) {
            JsonNode service = SpanAttributes.of(resource.path("resource").get("attributes")).peek("service.name");
            for (JsonNode scope : elements(resource, "scopeSpans")) {
                Map<String, JsonNode> around = new LinkedHashMap<>();
                around.put("service", service);
                around.put("instrumentation", scope.path("scope").path("name"));
                for (JsonNode span : elements(scope, "spans")) {
                    SpanAttributes attributes = SpanAttributes.of(span.get("attributes"));
                    if (SpanCalls.isModelCall(attributes)) {
                        calls.add(span, attributes, around);
                    }
                }
            }
        }
        return calls.stream();
    }

    @Override
    public Map<String, String> conversations(JsonNode record) {
        Map<String, String> conversations = new LinkedHashMap<>();
        for (JsonNode resource : elements(record, "resourceSpans")) {
            for (JsonNode scope : elements(resource, "scopeSpans")) {
                for (JsonNode span : elements(scope, "spans")) {
                    String trace = span.path("traceId").asString("");
                    String conversation = trace.isEmpty() ? null : SpanCalls.conversation(SpanAttributes.of(span.get("attributes")));
                    if (conversation != null && conversation.length() <= LONGEST_CONVERSATION) {
                        conversations.putIfAbsent(trace, conversation);
                    }
                }
            }
        }
        return conversations;
    }

    private static JsonNode elements(JsonNode parent, String name) {
        JsonNode value = parent.path(name);
        if (!value.isArray() && !value.isMissingNode() && !value.isNull()) {
            throw BadRecord.wrongType(name, "an array");
        }
        return value;
    }
}
