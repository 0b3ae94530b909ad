package dev.downshift.engine.traces;

import dev.downshift.engine.traces.LlmCall.CallError;
import dev.downshift.engine.traces.LlmCall.Position;
import dev.downshift.engine.traces.LlmCall.Usage;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a written call holds and the conventions of its format have no place for. A writer reads back what it has written by the conventions;
 * each field of the call that comes out otherwise it adds as it is in the canonical form, under a name of its own. Reading puts them in
 * the place of what the conventions gave, so that the call is the same again. Other programs pass the name over.
 */
final class Remainder {

    /** The field of a record, or the column of a table, that holds it. */
    static final String FIELD = "downshift";
    /** The attribute of a span that holds its text. */
    static final String ATTRIBUTE = "downshift.call";

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String EXPORT = "export";
    private static final int VERSION = 1;
    private static final String WHOLE = "whole";
    private static final String NOTES = "notes";

    /** Takes every time for possible: it was checked when the call was read first. */
    static final Times ANY_TIME = new Times(Instant.parse("9999-12-01T00:00:00Z"));
    static final RecordReader.Place NOWHERE = new RecordReader.Place(0, 1, 0);

    private final Fields fields;

    private Remainder(JsonNode remainder) {
        this.fields = Fields.of(remainder, FIELD);
    }

    /** Whether a field of that name is one. */
    static boolean isOne(@Nullable JsonNode value) {
        return value != null && value.path(EXPORT).isIntegralNumber();
    }

    static Remainder of(JsonNode value) {
        Remainder remainder = new Remainder(value);
        JsonNode version = remainder.fields.take(EXPORT);
        if (version == null || !version.isIntegralNumber() || version.decimalValue().intValue() != VERSION) {
            throw new BadRecord("The record was exported by another version of Downshift", "Export it again with this version.");
        }
        return remainder;
    }

    /** The call: what the conventions gave, with what they have no place for. */
    LlmCall over(Supplier<@Nullable LlmCall> byConvention, Position position, Times times) {
        CanonicalFields canonical = new CanonicalFields(fields, times);
        LlmCall read = fields.has(WHOLE) ? null : byConvention.get();
        return read == null ? canonical.call(position) : canonical.over(read);
    }

    /**
     * What is to be written beside a call; empty where nothing is.
     *
     * @param byConvention reads what was written; may find that it cannot be read
     */
    static ObjectNode beside(LlmCall call, CallNotes notes, Supplier<@Nullable LlmCall> byConvention) {
        ObjectNode remainder = NODES.objectNode();
        LlmCall read = read(byConvention);
        if (read == null) {
            remainder.setAll((ObjectNode) CanonicalReader.tree(CanonicalJson.text(call)));
            remainder.remove("position");
            remainder.put(WHOLE, true);
        } else {
            differences(call, read, remainder);
        }
        ObjectNode noted = notes.json();
        if (!noted.isEmpty()) {
            remainder.set(NOTES, noted);
        }
        return remainder.isEmpty() ? remainder : remainder.put(EXPORT, VERSION);
    }

    /** The same, for a format in which it also marks what it stands beside. */
    static ObjectNode always(LlmCall call, CallNotes notes, Supplier<@Nullable LlmCall> byConvention) {
        return beside(call, notes, byConvention).put(EXPORT, VERSION);
    }

    private static @Nullable LlmCall read(Supplier<@Nullable LlmCall> byConvention) {
        try {
            return byConvention.get();
        } catch (BadRecord notByConvention) {
            return null;
        }
    }

    private static void differences(LlmCall call, LlmCall read, ObjectNode out) {
        text(out, "provider_call_id", call.providerCallId(), read.providerCallId());
        text(out, "conversation", call.conversation(), read.conversation());
        text(out, "occurred_at", call.occurredAt() == null ? null : call.occurredAt().toString(), read.occurredAt() == null ? null : read.occurredAt().toString());
        text(out, "model", call.model(), read.model());
        if (!call.messages().equals(read.messages())) {
            out.set("messages", CanonicalReader.tree(call.messages().stream().map(CanonicalJson::text).collect(Collectors.joining(",", "[", "]"))));
        }
        json(out, "tools", CanonicalJson.text(call.tools()), CanonicalJson.text(read.tools()));
        json(out, "parameters", CanonicalJson.text(call.parameters()), CanonicalJson.text(read.parameters()));
        json(out, "response", text(call.response()), text(read.response()));
        text(out, "finish_reason", call.finishReason(), read.finishReason());
        if (!Objects.equals(call.usage(), read.usage())) {
            out.set("usage", usage(call.usage()));
        }
        if (!Objects.equals(call.latency(), read.latency())) {
            out.set("latency_ms", call.latency() == null ? NODES.nullNode() : NODES.numberNode(Times.milliseconds(call.latency())));
        }
        if (!Objects.equals(call.error(), read.error())) {
            out.set("error", error(call.error()));
        }
        json(out, "metadata", CanonicalJson.text(call.metadata()), CanonicalJson.text(read.metadata()));
    }

    private static JsonNode usage(@Nullable Usage usage) {
        return usage == null ? NODES.nullNode() : NODES.objectNode().put("prompt_tokens", usage.promptTokens())
                .put("completion_tokens", usage.completionTokens()).put("cached_tokens", usage.cachedTokens());
    }

    private static JsonNode error(@Nullable CallError error) {
        return error == null ? NODES.nullNode()
                : NODES.objectNode().put("status", error.status()).put("code", error.code()).put("message", error.message());
    }

    private static @Nullable String text(@Nullable Message message) {
        return message == null ? null : CanonicalJson.text(message);
    }

    private static void text(ObjectNode out, String name, @Nullable String value, @Nullable String read) {
        if (!Objects.equals(value, read)) {
            out.put(name, value);
        }
    }

    private static void json(ObjectNode out, String name, @Nullable String value, @Nullable String read) {
        if (!Objects.equals(value, read)) {
            out.set(name, value == null ? NODES.nullNode() : CanonicalReader.tree(value));
        }
    }
}
