package dev.downshift.api.telemetry;

import java.io.ByteArrayOutputStream;
import java.util.regex.Pattern;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Takes a request in the JSON form of OTLP apart, which writes the ids of traces and spans in hexadecimal digits. */
final class JsonSpans {

    private static final int DEEPEST = 200;
    private static final JsonMapper JSON = JsonMapper.builder(
            JsonFactory.builder().streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).maxStringLength(Integer.MAX_VALUE).build()).build()).build();
    private static final Pattern TRACE_ID = Pattern.compile("(?!0{32})[0-9a-fA-F]{32}");
    private static final Pattern SPAN_ID = Pattern.compile("(?!0{16})[0-9a-fA-F]{16}");

    private JsonSpans() {}

    static ExportRequest read(byte[] body) {
        if (!(JSON.readTree(body) instanceof ObjectNode request)) {
            throw new UnreadableRequest("The body is no JSON object with resourceSpans.", null);
        }
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        int spans = 0;
        int rejected = 0;
        for (JsonNode resource : elements(request, "resourceSpans")) {
            for (JsonNode scope : elements(resource, "scopeSpans")) {
                for (JsonNode span : elements(scope, "spans")) {
                    if (!isNamed(span)) {
                        rejected++;
                    } else if (isTelling(span)) {
                        lines.writeBytes(JSON.writeValueAsBytes(alone(resource, scope, span)));
                        lines.write('\n');
                        ExportRequest.requireRoom(lines.size());
                        spans++;
                    }
                }
            }
        }
        return new ExportRequest(spans, lines.toByteArray(), rejected);
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

    private static boolean isTelling(JsonNode span) {
        return span.path("attributes").valueStream().anyMatch(attribute -> TellingAttributes.includes(attribute.path("key").asString("")));
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
}
