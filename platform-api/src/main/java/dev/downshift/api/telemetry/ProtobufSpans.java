package dev.downshift.api.telemetry;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes the spans of a request in protobuf as lines of OTLP's JSON, in one go: a general converter goes through a tree and a text that are
 * read again, which takes several times as long.
 */
final class ProtobufSpans {

    private static final JsonMapper JSON = new JsonMapper();
    private static final HexFormat HEX = HexFormat.of();

    private final ByteArrayOutputStream lines = new ByteArrayOutputStream();

    ExportRequest read(ExportTraceServiceRequest request) {
        int spans = 0;
        int rejected = 0;
        try (JsonGenerator json = JSON.createGenerator(lines)) {
            for (ResourceSpans resource : request.getResourceSpansList()) {
                for (ScopeSpans scope : resource.getScopeSpansList()) {
                    for (Span span : scope.getSpansList()) {
                        if (!isId(span.getTraceId(), 16) || !isId(span.getSpanId(), 8)) {
                            rejected++;
                        } else if (span.getAttributesList().stream().anyMatch(attribute -> TellingAttributes.includes(attribute.getKey()))) {
                            line(json, resource, scope, span);
                            json.flush();
                            ExportRequest.requireRoom(lines.size());
                            spans++;
                        }
                    }
                }
            }
        }
        return new ExportRequest(spans, lines.toByteArray(), rejected);
    }

    private static boolean isId(ByteString bytes, int length) {
        if (bytes.size() != length) {
            return false;
        }
        int any = 0;
        for (int index = 0; index < length; index++) {
            any |= bytes.byteAt(index);
        }
        return any != 0;
    }

    private static void line(JsonGenerator json, ResourceSpans resource, ScopeSpans scope, Span span) {
        json.writeStartObject();
        json.writeArrayPropertyStart("resourceSpans");
        json.writeStartObject();
        json.writeObjectPropertyStart("resource");
        attributes(json, resource.getResource().getAttributesList());
        json.writeEndObject();
        json.writeArrayPropertyStart("scopeSpans");
        json.writeStartObject();
        scope(json, scope.getScope());
        json.writeArrayPropertyStart("spans");
        span(json, span);
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndArray();
        json.writeEndObject();
        json.writeRaw('\n');
    }

    private static void scope(JsonGenerator json, InstrumentationScope scope) {
        json.writeObjectPropertyStart("scope");
        json.writeStringProperty("name", scope.getName());
        json.writeStringProperty("version", scope.getVersion());
        attributes(json, scope.getAttributesList());
        json.writeEndObject();
    }

    private static void span(JsonGenerator json, Span span) {
        json.writeStartObject();
        json.writeStringProperty("traceId", hex(span.getTraceId()));
        json.writeStringProperty("spanId", hex(span.getSpanId()));
        if (!span.getParentSpanId().isEmpty()) {
            json.writeStringProperty("parentSpanId", hex(span.getParentSpanId()));
        }
        json.writeStringProperty("name", span.getName());
        json.writeNumberProperty("kind", span.getKindValue());
        time(json, "startTimeUnixNano", span.getStartTimeUnixNano());
        time(json, "endTimeUnixNano", span.getEndTimeUnixNano());
        attributes(json, span.getAttributesList());
        if (span.getEventsCount() > 0) {
            json.writeArrayPropertyStart("events");
            span.getEventsList().forEach(event -> event(json, event));
            json.writeEndArray();
        }
        if (span.getLinksCount() > 0) {
            json.writeArrayPropertyStart("links");
            span.getLinksList().forEach(link -> link(json, link));
            json.writeEndArray();
        }
        json.writeObjectPropertyStart("status");
        json.writeNumberProperty("code", span.getStatus().getCodeValue());
        if (!span.getStatus().getMessage().isEmpty()) {
            json.writeStringProperty("message", span.getStatus().getMessage());
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void event(JsonGenerator json, Span.Event event) {
        json.writeStartObject();
        time(json, "timeUnixNano", event.getTimeUnixNano());
        json.writeStringProperty("name", event.getName());
        attributes(json, event.getAttributesList());
        json.writeEndObject();
    }

    private static void link(JsonGenerator json, Span.Link link) {
        json.writeStartObject();
        json.writeStringProperty("traceId", hex(link.getTraceId()));
        json.writeStringProperty("spanId", hex(link.getSpanId()));
        attributes(json, link.getAttributesList());
        json.writeEndObject();
    }

    /** A time that was not set is none. */
    private static void time(JsonGenerator json, String name, long nanoseconds) {
        if (nanoseconds != 0) {
            json.writeStringProperty(name, Long.toUnsignedString(nanoseconds));
        }
    }

    private static void attributes(JsonGenerator json, List<KeyValue> attributes) {
        json.writeArrayPropertyStart("attributes");
        attributes.forEach(attribute -> keyValue(json, attribute));
        json.writeEndArray();
    }

    private static void keyValue(JsonGenerator json, KeyValue attribute) {
        json.writeStartObject();
        json.writeStringProperty("key", attribute.getKey());
        json.writeName("value");
        value(json, attribute.getValue());
        json.writeEndObject();
    }

    private static void value(JsonGenerator json, AnyValue value) {
        json.writeStartObject();
        switch (value.getValueCase()) {
            case STRING_VALUE -> json.writeStringProperty("stringValue", value.getStringValue());
            case BOOL_VALUE -> json.writeBooleanProperty("boolValue", value.getBoolValue());
            case INT_VALUE -> json.writeStringProperty("intValue", Long.toString(value.getIntValue()));
            case DOUBLE_VALUE -> number(json, value.getDoubleValue());
            case ARRAY_VALUE -> {
                json.writeObjectPropertyStart("arrayValue");
                json.writeArrayPropertyStart("values");
                value.getArrayValue().getValuesList().forEach(element -> value(json, element));
                json.writeEndArray();
                json.writeEndObject();
            }
            case KVLIST_VALUE -> {
                json.writeObjectPropertyStart("kvlistValue");
                json.writeArrayPropertyStart("values");
                value.getKvlistValue().getValuesList().forEach(field -> keyValue(json, field));
                json.writeEndArray();
                json.writeEndObject();
            }
            case BYTES_VALUE -> {
                json.writeName("bytesValue");
                json.writeBinary(value.getBytesValue().toByteArray());
            }
            default -> { }
        }
        json.writeEndObject();
    }

    /** JSON has no word for what is no number; the protobuf encoding writes it as a text. */
    private static void number(JsonGenerator json, double value) {
        if (Double.isFinite(value)) {
            json.writeNumberProperty("doubleValue", value);
        } else {
            json.writeStringProperty("doubleValue", Double.toString(value));
        }
    }

    private static String hex(ByteString bytes) {
        return HEX.formatHex(bytes.toByteArray());
    }
}
