package dev.downshift.engine.traces;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Turns tool definitions and answer schemas of all providers into the form of OpenAI's chat completions. */
final class ToolDefinitions {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private ToolDefinitions() {}

    /** The objects of an array that may be missing. */
    static List<Fields> objects(@Nullable JsonNode array, String path) {
        List<Fields> objects = new ArrayList<>();
        for (int index = 0; array != null && index < array.size(); index++) {
            objects.add(Fields.of(array.get(index), path + "[" + index + "]"));
        }
        return objects;
    }

    /** A function, from fields that hold its {@code name}, {@code description}, its parameters under this name, and more. */
    static JsonNode function(Fields fields, String parameters) {
        ObjectNode function = NODES.objectNode();
        for (String name : List.of("name", "description")) {
            JsonNode value = fields.take(name);
            if (value != null) {
                function.set(name, value);
            }
        }
        JsonNode schema = fields.take(parameters);
        if (schema != null) {
            function.set("parameters", schema);
        }
        fields.take("type");
        fields.rest().forEach(function::set);
        ObjectNode tool = NODES.objectNode();
        tool.put("type", "function");
        tool.set("function", function);
        return tool;
    }

    /** Puts the schema that an answer must fit where a chat completion has it. */
    static void responseFormat(Map<String, JsonNode> parameters, @Nullable JsonNode schema, Map<String, JsonNode> more) {
        ObjectNode format = NODES.objectNode();
        if (schema == null) {
            format.put("type", "json_object");
        } else {
            format.put("type", "json_schema");
            ObjectNode definition = format.putObject("json_schema");
            more.forEach(definition::set);
            definition.set("schema", schema);
        }
        parameters.put("response_format", format);
    }
}
