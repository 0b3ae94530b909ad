package dev.downshift.gateway.chat;

import dev.downshift.core.routing.AnswerProfile;
import tools.jackson.databind.JsonNode;

/**
 * Whether a request asks for something that a small model can be judged by. What it refuses is the client's doing: it goes to the
 * incumbent, and tells nothing against the model.
 */
final class RequestCheck {

    /** A token is rarely longer, so a bound of fewer tokens cuts off right answers as well. */
    private static final int CHARACTERS_A_TOKEN = 4;

    private RequestCheck() {}

    /**
     * Whether the model of a task may be asked.
     *
     * @param profile what the answers of the task look like
     * @param request the request's body
     */
    static boolean supports(AnswerProfile profile, JsonNode request) {
        return request.path("n").asInt(1) == 1
                && !request.path("logprobs").asBoolean(false)
                && !request.has("functions")
                && leavesRoom(profile, request)
                && isText(request.path("messages"))
                && hasUsableTools(request.path("tools"))
                && wantsAnswersOf(profile, request.path("response_format"));
    }

    private static boolean leavesRoom(AnswerProfile profile, JsonNode request) {
        long bound = Math.min(request.path("max_tokens").asLong(Long.MAX_VALUE / CHARACTERS_A_TOKEN),
                request.path("max_completion_tokens").asLong(Long.MAX_VALUE / CHARACTERS_A_TOKEN));
        return bound * CHARACTERS_A_TOKEN >= profile.longest();
    }

    private static boolean isText(JsonNode messages) {
        for (JsonNode message : messages) {
            for (JsonNode part : message.path("content")) {
                if (!part.path("type").asString("").equals("text")) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean hasUsableTools(JsonNode tools) {
        for (JsonNode tool : tools) {
            JsonNode parameters = tool.path("function").path("parameters");
            if (parameters.isObject() && !RequestSchemas.isUsable(parameters)) {
                return false;
            }
        }
        return true;
    }

    /** A schema that does not know a field of the task's answers asks for other answers. */
    private static boolean wantsAnswersOf(AnswerProfile profile, JsonNode format) {
        return switch (format.path("type").asString("text")) {
            case "json_schema" -> {
                JsonNode schema = format.path("json_schema").path("schema");
                JsonNode properties = schema.path("properties");
                yield schema.isObject() && RequestSchemas.isUsable(schema)
                        && (properties.isEmpty() || profile.fields().keySet().stream().allMatch(properties::has));
            }
            case "json_object" -> profile.json() || profile.fields().isEmpty();
            default -> true;
        };
    }
}
