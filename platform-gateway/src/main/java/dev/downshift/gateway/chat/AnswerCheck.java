package dev.downshift.gateway.chat;

import dev.downshift.core.routing.AnswerProfile;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whether a small model's answer is valid: for what the request asks, and for what answers of its task look like. */
final class AnswerCheck {

    private static final JsonMapper JSON = new JsonMapper();

    private AnswerCheck() {}

    /**
     * What speaks against an answer.
     *
     * @param request the request's body
     * @param message the assistant's message
     */
    static Optional<Doubt> doubt(AnswerProfile profile, JsonNode request, JsonNode message, String finishReason) {
        if (finishReason.equals("length")) {
            return Optional.of(Doubt.CUT_OFF);
        }
        JsonNode calls = message.path("tool_calls");
        if (!calls.isEmpty()) {
            return calls(request, calls);
        }
        boolean mustCall = request.path("tool_choice").asString("").equals("required") || request.path("tool_choice").isObject();
        if (mustCall || (!profile.writesText() && !request.path("tools").isEmpty())) {
            return Optional.of(Doubt.TOOL_EXPECTED);
        }
        String text = message.path("content").asString("");
        if (text.isBlank()) {
            return Optional.of(Doubt.EMPTY);
        }
        return format(request.path("response_format"), text).or(() -> text(profile, text));
    }

    private static Optional<Doubt> calls(JsonNode request, JsonNode calls) {
        for (JsonNode call : calls) {
            String name = call.path("function").path("name").asString("");
            JsonNode definition = definition(request, name);
            if (definition.isMissingNode()) {
                return Optional.of(Doubt.UNKNOWN_TOOL);
            }
            JsonNode arguments = AnswerProfile.object(call.path("function").path("arguments").asString(""));
            JsonNode schema = definition.path("parameters");
            if (arguments == null || (schema.isObject() && !RequestSchemas.fits(schema, arguments))) {
                return Optional.of(Doubt.INVALID_ARGUMENTS);
            }
        }
        return Optional.empty();
    }

    private static JsonNode definition(JsonNode request, String name) {
        for (JsonNode tool : request.path("tools")) {
            if (tool.path("function").path("name").asString("").equals(name)) {
                return tool.path("function");
            }
        }
        return JSON.missingNode();
    }

    private static Optional<Doubt> format(JsonNode format, String text) {
        return switch (format.path("type").asString("text")) {
            case "json_object" -> AnswerProfile.object(text) == null ? Optional.of(Doubt.NOT_JSON) : Optional.empty();
            case "json_schema" -> schema(format.path("json_schema").path("schema"), text);
            default -> Optional.empty();
        };
    }

    private static Optional<Doubt> schema(JsonNode schema, String text) {
        try {
            return RequestSchemas.fits(schema, JSON.readTree(text)) ? Optional.empty() : Optional.of(Doubt.SCHEMA_VIOLATED);
        } catch (JacksonException notJson) {
            return Optional.of(Doubt.NOT_JSON);
        }
    }

    private static Optional<Doubt> text(AnswerProfile profile, String text) {
        if (!profile.json()) {
            Set<String> labels = profile.choices().get("");
            return labels != null && !labels.contains(text.strip()) ? Optional.of(Doubt.UNKNOWN_LABEL) : Optional.empty();
        }
        JsonNode object = AnswerProfile.object(text);
        if (object == null) {
            return Optional.of(Doubt.NOT_JSON);
        }
        boolean complete = profile.fields().entrySet().stream().allMatch(field -> field.getValue().contains(object.path(field.getKey()).getNodeType().name()));
        if (!complete) {
            return Optional.of(Doubt.MISSING_FIELD);
        }
        boolean known = profile.choices().entrySet().stream().allMatch(field -> {
            JsonNode value = object.path(field.getKey());
            return !value.isString() || field.getValue().contains(value.stringValue());
        });
        return known ? Optional.empty() : Optional.of(Doubt.UNKNOWN_LABEL);
    }
}
