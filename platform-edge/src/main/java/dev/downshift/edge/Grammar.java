package dev.downshift.edge;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/**
 * A grammar in llama.cpp's GBNF that only lets a model write values of a JSON schema, or calls of the tools it was offered. Made here,
 * because the native converter ends the process at the first schema it does not understand.
 *
 * <p>Properties come in the order of the schema, optional ones may be left out and others are not written. What a grammar cannot express
 * ({@code pattern}, {@code minimum}, {@code format}) is not enforced; the caller validates.
 */
final class Grammar {

    private static final String PRIMITIVES =
            """
            ws ::= | " " | "\\n" [ \\t]{0,12}
            string ::= "\\"" ( [^"\\\\\\x00-\\x1F\\x7F] | "\\\\" ( ["\\\\/bfnrt] | "u" [0-9a-fA-F]{4} ) )* "\\""
            integer ::= "-"? ( "0" | [1-9] [0-9]{0,17} )
            number ::= integer ( "." [0-9]{1,17} )? ( [eE] [-+]? [0-9]{1,3} )?
            boolean ::= "true" | "false"
            null ::= "null"
            object ::= "{" ws ( string ws ":" ws value ( ws "," ws string ws ":" ws value )* ws )? "}"
            array ::= "[" ws ( value ( ws "," ws value )* ws )? "]"
            value ::= object | array | string | number | boolean | null
            """;
    private static final int MAXIMUM_RULES = 2_000;

    private final Map<String, String> rules = new LinkedHashMap<>();
    private final Map<String, String> references = new LinkedHashMap<>();
    private final JsonNode root;
    private Set<String> unfolding = new HashSet<>();

    private Grammar(JsonNode root) {
        this.root = root;
    }

    /** Any JSON object. */
    static String ofObject() {
        return "root ::= object\n" + PRIMITIVES;
    }

    static String ofSchema(JsonNode schema) {
        Grammar grammar = new Grammar(schema);
        return grammar.text(grammar.ruleFor(schema));
    }

    /** One call or more of the given tools, as {@link PromptRendering} writes them. */
    static String ofToolCalls(List<JsonNode> tools) {
        List<String> calls = new ArrayList<>();
        Grammar last = new Grammar(tools.getFirst());
        for (JsonNode tool : tools) {
            JsonNode function = tool.path("function");
            Grammar grammar = new Grammar(function.path("parameters"));
            grammar.rules.putAll(last.rules);
            String arguments = grammar.ruleFor(grammar.root);
            calls.add(literal("{\"name\":" + CompactJson.ofString(function.path("name").asString("")) + ",\"arguments\":") + " " + arguments + " \"}\"");
            last = grammar;
        }
        String call = last.define(literal(PromptRendering.CALL_BEGIN) + " ( " + String.join(" | ", calls) + " ) " + literal(PromptRendering.CALL_END));
        return last.text(call + " ( \"\\n\" " + call + " )*");
    }

    private String text(String start) {
        return "root ::= " + start + "\n" + PRIMITIVES
                + rules.entrySet().stream().map(rule -> rule.getKey() + " ::= " + rule.getValue() + "\n").collect(Collectors.joining());
    }

    private String define(String body) {
        if (rules.size() >= MAXIMUM_RULES) {
            throw RequestError.invalid("response_format", "The schema is too large to be enforced.");
        }
        String name = "r" + rules.size();
        rules.put(name, body);
        return name;
    }

    private String ruleFor(JsonNode schema) {
        if (!schema.isObject() || schema.isEmpty()) {
            return "value";
        }
        if (schema.has("$ref")) {
            return reference(schema.path("$ref").asString(""));
        }
        if (schema.has("const")) {
            return define(literal(CompactJson.of(schema.path("const"))));
        }
        if (schema.path("enum").isArray()) {
            return oneOf("enum", children(schema.path("enum")).map(value -> literal(CompactJson.of(value))));
        }
        for (String union : List.of("anyOf", "oneOf")) {
            if (schema.path(union).isArray()) {
                return oneOf(union, children(schema.path(union)).map(this::ruleFor));
            }
        }
        JsonNode type = schema.path("type");
        if (type.isArray()) {
            return oneOf("type", children(type).map(one -> typed(one.asString(""), schema)));
        }
        return typed(type.asString(schema.has("properties") ? "object" : ""), schema);
    }

    private String oneOf(String keyword, Stream<String> choices) {
        List<String> bodies = choices.toList();
        if (bodies.isEmpty()) {
            throw RequestError.invalid("response_format", "The schema's " + keyword + " is empty, so no value fits it.");
        }
        return define(String.join(" | ", bodies));
    }

    /** The rule of a schema inside braces or brackets, where a schema may refer to itself. */
    private String nested(JsonNode schema) {
        Set<String> outside = unfolding;
        unfolding = new HashSet<>();
        try {
            return ruleFor(schema);
        } finally {
            unfolding = outside;
        }
    }

    private String typed(String type, JsonNode schema) {
        return switch (type) {
            case "object" -> object(schema);
            case "array" -> array(schema);
            case "string", "integer", "number", "boolean", "null" -> type;
            default -> "value";
        };
    }

    private String array(JsonNode schema) {
        if (!schema.has("items")) {
            return "array";
        }
        String item = nested(schema.path("items"));
        return define("\"[\" ws ( " + item + " ( ws \",\" ws " + item + " )* ws )? \"]\"");
    }

    private String object(JsonNode schema) {
        JsonNode properties = schema.path("properties");
        if (properties.isEmpty()) {
            return "object";
        }
        Set<String> required = children(schema.path("required")).map(name -> name.asString("")).collect(Collectors.toSet());
        List<Map.Entry<String, JsonNode>> inOrder = List.copyOf(properties.properties());
        String first = define("\"\"");
        String next = first;
        for (int i = inOrder.size() - 1; i >= 0; i--) {
            String name = inOrder.get(i).getKey();
            String pair = literal(CompactJson.ofString(name)) + " ws \":\" ws " + nested(inOrder.get(i).getValue());
            boolean optional = !required.contains(name);
            String afterFirst = define(pair + " " + next + (optional ? " | " + first : ""));
            next = define("ws \",\" ws " + pair + " " + next + (optional ? " | " + next : ""));
            first = afterFirst;
        }
        return define("\"{\" ws " + first + " ws \"}\"");
    }

    private String reference(String pointer) {
        if (!unfolding.add(pointer)) {
            throw RequestError.invalid("response_format", "The schema's " + pointer + " refers to itself without an object or array between.");
        }
        try {
            return resolve(pointer);
        } finally {
            unfolding.remove(pointer);
        }
    }

    private String resolve(String pointer) {
        String known = references.get(pointer);
        if (known != null) {
            return known;
        }
        JsonNode target = pointer.startsWith("#") ? root.at(pointer.substring(1)) : root.path("");
        if (target.isMissingNode()) {
            throw RequestError.invalid("response_format", "The schema refers to " + pointer + ", which is not in it.");
        }
        String name = define("value");
        references.put(pointer, name);
        rules.put(name, ruleFor(target));
        return name;
    }

    private static Stream<JsonNode> children(JsonNode node) {
        return StreamSupport.stream(node.spliterator(), false);
    }

    private static String literal(String text) {
        StringBuilder literal = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> literal.append("\\\"");
                case '\\' -> literal.append("\\\\");
                case '\n' -> literal.append("\\n");
                case '\r' -> literal.append("\\r");
                default -> literal.append(c);
            }
        }
        return literal.append('"').toString();
    }
}
