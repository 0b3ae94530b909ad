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

    private static JsonNode elements(JsonNode parent, String name) {
        JsonNode value = parent.path(name);
        if (!value.isArray() && !value.isMissingNode() && !value.isNull()) {
            throw BadRecord.wrongType(name, "an array");
        }
        return value;
    }
}
