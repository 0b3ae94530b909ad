package dev.downshift.core.intake;

import dev.downshift.engine.privacy.Finding;
import dev.downshift.engine.privacy.Redacted;
import dev.downshift.engine.privacy.Redactor;
import dev.downshift.engine.traces.CanonicalJson;
import dev.downshift.engine.traces.LlmCall;
import dev.downshift.engine.traces.Message;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a call holds around its messages and tools, redacted, as text to store.
 *
 * @param conversation null where the call named none
 * @param parameters null for none
 * @param metadata null for none
 */
record Envelope(
        @Nullable String conversation, @Nullable String parameters, @Nullable String metadata, @Nullable String error, @Nullable String routed, List<Finding> findings) {

    private static final String ROUTED = "downshift";

    /** What an envelope is the same for. */
    static String key(LlmCall call) {
        return String.join("\u0001", CanonicalJson.text(call.parameters()), CanonicalJson.text(call.metadata()),
                call.conversation() == null ? "" : call.conversation(), call.error() == null ? "" : call.error().toString());
    }

    /** @param fromGateway whether Downshift's own gateway wrote the log, so that what it says about routing can be believed */
    static Envelope of(LlmCall call, Redactor redactor, boolean fromGateway) {
        Map<String, JsonNode> metadata = new LinkedHashMap<>(call.metadata());
        JsonNode routed = fromGateway ? metadata.remove(ROUTED) : null;
        LlmCall around = new LlmCall(call.position(), null, call.conversation(), null, null,
                List.of(Message.of(Message.Role.USER, "")), List.of(), call.parameters(), null, null, null, null, call.error(), metadata);
        Redacted<LlmCall> redacted = redactor.redact(around);
        LlmCall value = redacted.value();
        return new Envelope(Storable.text(value.conversation()), fields(value.parameters()), fields(value.metadata()), error(value.error()),
                routed == null ? null : Storable.json(CanonicalJson.text(routed)), redacted.findings());
    }

    /** A conversation as it is stored. */
    static @Nullable String conversation(String name, Redactor redactor) {
        return of(new LlmCall(new LlmCall.Position(0, 0, 1, 0), null, name, null, null, List.of(Message.of(Message.Role.USER, "")), List.of(), Map.of(), null, null, null,
                null, null, Map.of()), redactor, false).conversation();
    }

    private static @Nullable String fields(Map<String, JsonNode> fields) {
        return fields.isEmpty() ? null : Storable.json(CanonicalJson.text(fields));
    }

    private static @Nullable String error(LlmCall.@Nullable CallError error) {
        if (error == null) {
            return null;
        }
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        if (error.status() != null) {
            node.put("status", error.status());
        }
        if (error.code() != null) {
            node.put("code", error.code());
        }
        return Storable.json(CanonicalJson.text(node.put("message", error.message())));
    }
}
