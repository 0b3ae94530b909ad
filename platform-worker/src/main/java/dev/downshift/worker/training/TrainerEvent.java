package dev.downshift.worker.training;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One line of the trainer's progress.
 *
 * @param ordinal the 1-based line in the run's file of events; a run that goes on continues the count
 * @param kind the trainer's name of the event: {@code step}, {@code checkpoint}, {@code finished}, ...
 */
record TrainerEvent(long ordinal, String kind, Instant at, JsonNode fields) {

    private static final JsonMapper JSON = new JsonMapper();

    /** Reads a line; null where it is none of the protocol, as when a library prints something. */
    static @Nullable TrainerEvent parse(long ordinal, String line) {
        try {
            JsonNode fields = JSON.readTree(line);
            if (!fields.path("event").isString() || !fields.path("at").isString()) {
                return null;
            }
            return new TrainerEvent(
                    ordinal, fields.path("event").stringValue(), Instant.parse(fields.path("at").stringValue()), fields);
        } catch (JacksonException | DateTimeParseException noEvent) {
            return null;
        }
    }

    @Nullable Integer integer(String field) {
        JsonNode value = fields.path(field);
        return value.isNumber() ? value.asInt() : null;
    }

    @Nullable Double number(String field) {
        JsonNode value = fields.path(field);
        return value.isNumber() ? value.asDouble() : null;
    }

    String text(String field) {
        return fields.path(field).asString("");
    }
}
