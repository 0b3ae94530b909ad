package dev.downshift.api.telemetry;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an exporter sends, in the JSON form of OTLP, which writes the ids of traces and spans in hexadecimal digits
 * (OTLP specification 1.9, "JSON Protobuf Encoding").
 *
 * @param lines a request of its own for each span of generative AI, so that one that cannot be read leaves the others alone
 * @param rejected how many were taken out because their ids are no ids
 */
record ExportRequest(List<String> lines, int rejected) {

    private static final int DEEPEST = 200;
    private static final JsonMapper JSON = JsonMapper.builder(
            JsonFactory.builder().streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).maxStringLength(Integer.MAX_VALUE).build()).build()).build();
    private static final Pattern TRACE_ID = Pattern.compile("(?!0{32})[0-9a-fA-F]{32}");
    private static final Pattern GENERATIVE_AI = Pattern.compile("gen_ai\\.|llm\\.|openinference\\.|traceloop\\.|langfuse\\.");
    private static final Pattern SPAN_ID = Pattern.compile("(?!0{16})[0-9a-fA-F]{16}");

    /** Reads the protobuf form. */
    static ExportRequest protobuf(byte[] body) {
        try {
            String json = JsonFormat.printer().omittingInsignificantWhitespace().print(ExportTraceServiceRequest.parseFrom(body));
            return checked(JSON.readTree(json), true);
        } catch (InvalidProtocolBufferException broken) {
            throw new UnreadableRequest("The body is no ExportTraceServiceRequest in protobuf: send what an OTLP exporter writes, or name the right Content-Type.", broken);
        }
    }

    /** Reads the JSON form. */
    static ExportRequest json(byte[] body) {
        try {
            return checked(JSON.readTree(body), false);
        } catch (JacksonException broken) {
            throw new UnreadableRequest("The body is no JSON: " + broken.getOriginalMessage(), broken);
        }
    }

    private static ExportRequest checked(JsonNode request, boolean base64) {
        if (!(request instanceof ObjectNode object)) {
            throw new UnreadableRequest("The body is no JSON object with resourceSpans.", null);
        }
        List<String> lines = new ArrayList<>();
        int rejected = 0;
        for (JsonNode resource : elements(object, "resourceSpans")) {
            for (JsonNode scope : elements(resource, "scopeSpans")) {
                for (JsonNode span : elements(scope, "spans")) {
                    if (base64) {
                        hexadecimalIds(span);
                    }
                    if (!isNamed(span)) {
                        rejected++;
                    } else if (isOfGenerativeAi(span)) {
                        lines.add(alone(resource, scope, span).toString());
                    }
                }
            }
        }
        return new ExportRequest(lines, rejected);
    }

    private static ArrayNode elements(JsonNode parent, String name) {
        JsonNode value = parent.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return JSON.createArrayNode();
        }
        if (value instanceof ArrayNode array && array.valueStream().allMatch(JsonNode::isObject)) {
            return array;
        }
        throw new UnreadableRequest("\"" + name + "\" is no array of objects.", null);
    }

    private static boolean isNamed(JsonNode span) {
        return TRACE_ID.matcher(span.path("traceId").asString("")).matches() && SPAN_ID.matcher(span.path("spanId").asString("")).matches();
    }

    private static boolean isOfGenerativeAi(JsonNode span) {
        return span.path("attributes").valueStream().anyMatch(attribute -> GENERATIVE_AI.matcher(attribute.path("key").asString("")).lookingAt());
    }

    private static ObjectNode alone(JsonNode resource, JsonNode scope, JsonNode span) {
        ObjectNode request = JSON.createObjectNode();
        ObjectNode ownResource = request.putArray("resourceSpans").addObject();
        ownResource.set("resource", resource.path("resource"));
        ObjectNode ownScope = ownResource.putArray("scopeSpans").addObject();
        ownScope.set("scope", scope.path("scope"));
        ownScope.putArray("spans").add(span);
        return request;
    }

    private static void hexadecimalIds(JsonNode span) {
        hexadecimal(span, "traceId");
        hexadecimal(span, "spanId");
        hexadecimal(span, "parentSpanId");
        span.path("links").forEach(link -> {
            hexadecimal(link, "traceId");
            hexadecimal(link, "spanId");
        });
    }

    private static void hexadecimal(JsonNode object, String name) {
        if (object instanceof ObjectNode fields && fields.path(name).isString()) {
            fields.put(name, HexFormat.of().formatHex(Base64.getDecoder().decode(fields.path(name).stringValue())));
        }
    }
}
