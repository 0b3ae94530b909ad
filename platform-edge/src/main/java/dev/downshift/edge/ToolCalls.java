package dev.downshift.edge;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a model wrote, taken apart into text and tool calls. Text that looks like a call and is none stays text, all of it.
 *
 * @param content the text outside the calls
 * @param calls the calls in order
 */
record ToolCalls(String content, List<Call> calls) {

    private static final Pattern CALL = Pattern.compile(Pattern.quote(PromptRendering.CALL_BEGIN) + "(.*?)" + Pattern.quote(PromptRendering.CALL_END), Pattern.DOTALL);
    private static final JsonMapper JSON = new JsonMapper();

    record Call(String id, String name, String arguments) {

        ObjectNode toJson() {
            ObjectNode call = JsonNodeFactory.instance.objectNode();
            call.put("id", id);
            call.put("type", "function");
            call.putObject("function").put("name", name).put("arguments", arguments);
            return call;
        }
    }

    static ToolCalls parse(String text) {
        Matcher matcher = CALL.matcher(text);
        List<Call> calls = new ArrayList<>();
        StringBuilder outside = new StringBuilder();
        while (matcher.find()) {
            try {
                calls.add(call(JSON.readTree(matcher.group(1))));
            } catch (JacksonException | IllegalArgumentException noCall) {
                return new ToolCalls(text, List.of());
            }
            matcher.appendReplacement(outside, "");
        }
        matcher.appendTail(outside);
        return calls.isEmpty() ? new ToolCalls(text, List.of()) : new ToolCalls(outside.toString().strip(), List.copyOf(calls));
    }

    static ArrayNode toJson(List<Call> calls) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        calls.forEach(call -> array.add(call.toJson()));
        return array;
    }

    private static Call call(JsonNode written) {
        JsonNode name = written.path("name");
        JsonNode arguments = written.path("arguments");
        if (!name.isString() || arguments.isMissingNode()) {
            throw new IllegalArgumentException("a tool call has a name and arguments");
        }
        String id = "call_" + UUID.randomUUID().toString().replace("-", "").substring(0, 24);
        return new Call(id, name.stringValue(), arguments.isString() ? arguments.stringValue() : CompactJson.of(arguments));
    }
}
