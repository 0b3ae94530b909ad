package dev.downshift.engine.traces;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is known of an exported call beside what it holds: for the people and programs that look at the file. No reader takes it over.
 *
 * @param id what the call is stored as
 * @param cost in US dollars
 * @param weight how many calls it stands for, where only some are kept
 * @param task the id of the task it belongs to
 * @param split the part of a dataset it is in
 * @param routed what a gateway did with it
 */
public record CallNotes(@Nullable String id, @Nullable BigDecimal cost, @Nullable Integer weight, @Nullable String task, @Nullable String split,
        @Nullable JsonNode routed) {

    public static final CallNotes NONE = new CallNotes(null, null, null, null, null, null);

    /** The same as JSON, without what is not known. */
    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        put(json, "id", id);
        if (cost != null) {
            json.put("cost", cost);
        }
        if (weight != null) {
            json.put("weight", weight);
        }
        put(json, "task", task);
        put(json, "split", split);
        if (routed != null && !routed.isNull()) {
            json.set("routed", routed);
        }
        return json;
    }

    private static void put(ObjectNode json, String name, @Nullable String value) {
        if (value != null) {
            json.put(name, value);
        }
    }
}
