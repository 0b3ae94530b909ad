package dev.downshift.engine.traces;

import dev.downshift.engine.traces.LlmCall.Usage;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A request exported from Helicone, with its bodies. */
final class HeliconeReader implements RecordReader {

    private static final LogShape SHAPE = new LogShape("request_body", "response_body", List.of("request_created_at"), List.of("response_created_at"),
            List.of("delay_ms"), List.of("response_status"), List.of());

    @Override
    public TraceFormat format() {
        return TraceFormat.HELICONE;
    }

    @Override
    public boolean recognises(JsonNode record) {
        return record.has("request_created_at") && (record.has("request_body") || record.has("signed_body_url") || record.has("helicone_user"));
    }

    @Override
    public Stream<LlmCall> read(JsonNode record, Place place, Times times) {
        Fields fields = Fields.of(record, "");
        if (!fields.has(SHAPE.request())) {
            throw new BadRecord("\"request_body\" is missing", "Export the requests with their bodies: npx @helicone/export --include-body.");
        }
        JsonNode session = record.path("request_properties").path("Helicone-Session-Id");
        String conversation = session.isString() && !session.stringValue().isEmpty()
                ? Fields.of(record.get("request_properties"), "request_properties").takeConversation("Helicone-Session-Id") : null;
        String model = fields.takeModel(fields.has("request_model") ? "request_model" : "model");
        return Stream.of(LoggedCall.read(fields, SHAPE, new LoggedCall.Notes(null, conversation, model, usage(record)), place, times));
    }

    /** The tokens as Helicone counted them, for bodies that do not say; they also stay in the metadata. */
    private static @Nullable Usage usage(JsonNode record) {
        Fields counts = Fields.of(record, "");
        Integer prompt = counts.takeCount("prompt_tokens");
        Integer completion = counts.takeCount("completion_tokens");
        Integer cached = counts.takeCount("prompt_cache_read_tokens");
        return prompt == null && completion == null ? null
                : new Usage(prompt == null ? 0 : prompt, completion == null ? 0 : completion, cached == null ? 0 : cached);
    }
}
