package dev.downshift.engine.traces;

import dev.downshift.engine.traces.LlmCall.CallError;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads what a provider or a client logged instead of a response. */
final class CallErrors {

    private CallErrors() {}

    static @Nullable CallError read(@Nullable JsonNode error, @Nullable Integer status) {
        if (error == null || (error.isBoolean() && !error.booleanValue()) || (error.isString() && error.stringValue().isBlank())) {
            return status != null && status >= 400 ? new CallError(status, null, "HTTP status " + status) : null;
        }
        if (!error.isObject()) {
            return new CallError(status, null, error.isString() ? error.stringValue() : CanonicalJson.text(error));
        }
        JsonNode number = error.get("code");
        boolean numbered = number != null && number.isNumber() && status(number) != null;
        Integer own = status(error.get("status")) == null ? status(error.get(numbered && !error.has("status_code") ? "code" : "status_code")) : status(error.get("status"));
        String name = numbered && status(error.get("status")) == null ? text(error.get("status")) : text(number);
        String code = name == null ? text(error.get("type")) : name;
        String message = text(error.get("message"));
        return new CallError(own == null ? status : own, code, message == null ? CanonicalJson.text(error) : message);
    }

    /** The HTTP status that a value is, which Google's errors call their code and name in words under {@code status}. */
    static @Nullable Integer status(@Nullable JsonNode value) {
        if (value == null || (!value.isNumber() && !value.isString())) {
            return null;
        }
        String text = value.asString();
        return text.matches("[1-5][0-9]{2}") ? Integer.valueOf(text) : null;
    }

    private static @Nullable String text(@Nullable JsonNode value) {
        return value == null || value.isContainer() || value.isNull() ? null : value.asString();
    }
}
