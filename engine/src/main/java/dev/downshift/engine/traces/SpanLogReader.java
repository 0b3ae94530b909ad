package dev.downshift.engine.traces;

import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Spans by themselves, as OpenTelemetry's console exporter logs them and Phoenix exports them: attributes beside a context with the ids.
 * Each span of a call to a model is one call; other spans are passed over.
 */
final class SpanLogReader implements RecordReader {

    @Override
    public TraceFormat format() {
        return TraceFormat.SPANS;
    }

    @Override
    public boolean recognises(JsonNode record) {
        return isSpan(record) || spans(record) != null;
    }

    private static boolean isSpan(JsonNode record) {
        return record.path("attributes").isObject() && record.path("context").path("span_id").isString();
    }

    /** A page as Phoenix's API gives it. */
    private static @Nullable JsonNode spans(JsonNode record) {
        JsonNode data = record.path("data");
        return data.isArray() && !data.isEmpty() && data.valueStream().allMatch(SpanLogReader::isSpan) ? data : null;
    }

    @Override
    public Stream<LlmCall> read(JsonNode record, Place place, Times times) {
        SpanCalls calls = new SpanCalls(place, times);
        JsonNode spans = spans(record);
        if (spans == null) {
            add(Fields.of(record, ""), calls);
        } else {
            for (int index = 0; index < spans.size(); index++) {
                add(Fields.of(spans.get(index), "data[" + index + "]"), calls);
            }
        }
        return calls.stream();
    }

    private static void add(Fields fields, SpanCalls calls) {
        ObjectNode recorded = JsonNodeFactory.instance.objectNode();
        JsonNode written = fields.take("attributes");
        if (written != null) {
            written.properties().forEach(field -> recorded.set(field.getKey(), field.getValue()));
        }
        JsonNode kind = fields.take("span_kind");
        if (kind != null) {
            recorded.putIfAbsent("openinference.span.kind", kind);
        }
        SpanAttributes attributes = SpanAttributes.of(recorded);
        if (SpanCalls.isModelCall(attributes)) {
            ObjectNode span = span(fields);
            calls.add(span, attributes, fields.rest());
        }
    }

    private static ObjectNode span(Fields fields) {
        ObjectNode span = JsonNodeFactory.instance.objectNode();
        Fields context = fields.takeObject("context");
        id(context == null ? null : context.takeIdentifier("trace_id"), "traceId", span);
        id(context == null ? null : context.takeIdentifier("span_id"), "spanId", span);
        id(fields.takeIdentifier("parent_id"), "parentSpanId", span);
        Map.of("name", "name", "start_time", "startTimeUnixNano", "end_time", "endTimeUnixNano").forEach((name, as) -> rename(fields, name, span, as));
        JsonNode events = fields.take("events");
        span.set("events", events == null ? JsonNodeFactory.instance.arrayNode() : SpanAttributes.opened(events, fields.pathOf("events")));
        Fields status = fields.has("status") ? fields.takeObject("status") : fields;
        ObjectNode written = span.putObject("status");
        rename(status, "status_code", written, "code");
        rename(status, status == fields ? "status_message" : "description", written, "message");
        fields.take("status_code");
        fields.take("status_message");
        fields.take("kind");
        return span;
    }

    private static void rename(@Nullable Fields from, String name, ObjectNode to, String as) {
        JsonNode value = from == null ? null : from.take(name);
        if (value != null) {
            to.set(as, value);
        }
    }

    private static void id(@Nullable String id, String name, ObjectNode span) {
        if (id != null) {
            span.put(name, id.startsWith("0x") ? id.substring(2) : id);
        }
    }
}
