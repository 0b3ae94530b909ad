package dev.downshift.engine.traces;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The tools that a span's model was offered, by whatever provider's names, in the form of a chat completion. */
final class SpanTools {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final List<String> GROUPS = List.of("function_declarations", "functionDeclarations", "tools", "function_tools", "output_tools");
    private static final List<String> SCHEMAS = List.of("parameters", "inputSchema", "input_schema", "parameters_json_schema", "parametersJsonSchema");
    private static final int LONGEST_NAME = 200;

    private SpanTools() {}

    static List<JsonNode> read(SpanAttributes attributes) {
        List<JsonNode> tools = new ArrayList<>();
        JsonNode definitions = attributes.takeJson("gen_ai.tool.definitions", "gen_ai.request.tools", "model_request_parameters", "ai.prompt.tools");
        if (definitions != null) {
            add(definitions, tools);
        }
        boolean known = !tools.isEmpty();
        attributes.takeList("llm.tools").forEach(tool -> tools.add(tool(SpanAttributes.opened(tool.path("tool").path("json_schema"), "llm.tools"))));
        attributes.takeList("llm.request.functions").forEach(function -> tools.add(tool(function)));
        return known ? tools.stream().distinct().toList() : tools;
    }

    /** Some providers group them, and some libraries name each by its field. */
    private static void add(JsonNode written, List<JsonNode> tools) {
        JsonNode opened = SpanAttributes.opened(written, "gen_ai.tool.definitions");
        JsonNode definition = opened.path("toolSpec").isObject() ? opened.path("toolSpec") : opened;
        List<JsonNode> groups = definition.isArray() ? List.of(definition) : groups(definition);
        if (!groups.isEmpty()) {
            groups.forEach(group -> group.forEach(inner -> add(inner, tools)));
        } else if (isNamedByField(definition)) {
            definition.properties().forEach(field -> tools.add(tool(((ObjectNode) field.getValue()).deepCopy().put("name", field.getKey()))));
        } else if (!definition.isEmpty() || definition.isString()) {
            tools.add(tool(definition));
        }
    }

    private static List<JsonNode> groups(JsonNode definition) {
        return GROUPS.stream().map(definition::path).filter(JsonNode::isArray).toList();
    }

    private static boolean isNamedByField(JsonNode definition) {
        return definition.isObject() && !definition.isEmpty()
                && definition.valueStream().allMatch(tool -> Stream.concat(Stream.of("description"), SCHEMAS.stream()).anyMatch(tool::has));
    }

    private static JsonNode tool(JsonNode definition) {
        if (definition.isString() && definition.stringValue().length() <= LONGEST_NAME) {
            return tool(NODES.objectNode().put("name", definition.stringValue()));
        }
        if (!definition.isObject()) {
            throw BadRecord.wrongType("gen_ai.tool.definitions", "an array of objects");
        }
        if (definition.has("function") || !definition.has("name")) {
            return definition;
        }
        ObjectNode function = ((ObjectNode) definition).deepCopy();
        function.remove("type");
        for (String name : SCHEMAS) {
            JsonNode schema = function.remove(name);
            if (schema != null) {
                JsonNode opened = SpanAttributes.opened(schema, name);
                function.set("parameters", opened.path("json").isObject() && opened.size() == 1 ? opened.path("json") : opened);
            }
        }
        ObjectNode tool = NODES.objectNode();
        tool.put("type", "function");
        tool.set("function", function);
        return tool;
    }
}
