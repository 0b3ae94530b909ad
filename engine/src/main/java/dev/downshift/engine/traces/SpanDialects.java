package dev.downshift.engine.traces;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The attributes in which some libraries record a call's bodies by names of their own, renamed to those of the semantic conventions. */
final class SpanDialects {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final List<String> REQUESTS = List.of("ai.prompt.messages", "ai.prompt", "gcp.vertex.agent.llm_request", "lk.chat_ctx");
    private static final List<String> ANSWERS = List.of("gcp.vertex.agent.llm_response");
    /** Attributes that are fields of the answer's message; of those for one field the first that is there. */
    private static final List<Map.Entry<String, String>> SAID = List.of(Map.entry("ai.response.text", "content"), Map.entry("ai.response.object", "content"),
            Map.entry("lk.response.text", "content"), Map.entry("ai.response.toolCalls", "tool_calls"),
            Map.entry("lk.response.function_calls", "tool_calls"), Map.entry("ai.response.reasoning", "reasoning"));
    private static final Map<String, String> SAME = Map.of("ai.response.id", "gen_ai.response.id", "ai.response.model", "gen_ai.response.model", "ai.model.id", "gen_ai.request.model");
    private static final String EVENTS = "events";
    private static final String CHOICE = "gen_ai.choice";

    private SpanDialects() {}

    static SpanAttributes renamed(SpanAttributes attributes) {
        boolean recorded = REQUESTS.stream().anyMatch(attributes::has);
        JsonNode events = events(attributes.peek(EVENTS));
        if (attributes.hasPrompt() || (!recorded && events == null)) {
            return attributes;
        }
        ObjectNode renamed = NODES.objectNode();
        attributes.rest().forEach(renamed::set);
        if (recorded) {
            bodies(renamed);
        } else if (events != null) {
            renamed.remove(EVENTS);
            ArrayNode said = renamed.putArray("gen_ai.input.messages");
            ArrayNode answered = NODES.arrayNode();
            events.forEach(event -> (event.path("event.name").asString("").equals(CHOICE) ? answered : said).add(event));
            if (!answered.isEmpty()) {
                renamed.set("gen_ai.output.messages", answered);
            }
        }
        return SpanAttributes.of(renamed);
    }

    private static void bodies(ObjectNode renamed) {
        REQUESTS.stream().filter(renamed::has).findFirst().ifPresent(name -> SpanBodies.request(renamed.remove(name), renamed));
        ANSWERS.stream().filter(renamed::has).findFirst().ifPresent(name -> SpanBodies.answer(renamed.remove(name), renamed));
        ObjectNode message = NODES.objectNode();
        SAID.forEach(said -> {
            JsonNode value = renamed.get(said.getKey());
            if (value != null && !message.has(said.getValue())) {
                message.set(said.getValue(), renamed.remove(said.getKey()));
            }
        });
        if (!message.isEmpty()) {
            renamed.set("gen_ai.output.messages", message.put("role", "assistant"));
        }
        SAME.forEach((name, same) -> {
            JsonNode value = renamed.remove(name);
            if (value != null) {
                renamed.putIfAbsent(same, value);
            }
        });
    }

    /** Events of generative AI that are written as one attribute. */
    private static @Nullable JsonNode events(JsonNode value) {
        JsonNode events = value.isString() ? SpanAttributes.openedOrText(value.stringValue()) : value;
        return events.isArray() && !events.isEmpty() && events.valueStream().allMatch(event -> event.path("event.name").asString("").startsWith("gen_ai.")) ? events : null;
    }
}
