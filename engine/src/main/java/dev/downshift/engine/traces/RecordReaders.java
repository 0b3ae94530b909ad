package dev.downshift.engine.traces;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The readers of all formats, the more telling first: a record goes to the first that recognises it. */
final class RecordReaders {

    private static final List<RecordReader> ALL = List.of(
            new ExportedReader(), new CanonicalCallReader(), new SpanReader(), new LangfuseReader(), new LangSmithReader(), new MlflowReader(), new SpanLogReader(),
            new BatchLineReader(), new BedrockInvocationReader(), new HeliconeReader(), new LiteLlmReader(), new TensorZeroReader(), new OpenPipeReader(),
            new WeaveReader(), new PreferenceReader(), new PromptReader(), new ChatLogReader(), new ConversationReader());

    private RecordReaders() {}

    /** The reader of a record, or null where it is of no format that is known. */
    static @Nullable RecordReader find(JsonNode record) {
        for (RecordReader reader : ALL) {
            if (reader.recognises(record)) {
                return reader;
            }
        }
        return null;
    }

    /** The reader of a record as one of this format, or null where it is not. */
    static @Nullable RecordReader find(JsonNode record, TraceFormat only) {
        for (RecordReader reader : ALL) {
            if (reader.recognises(record) && reader.format(record) == only) {
                return reader;
            }
        }
        return null;
    }

    /** What to say of a record that is not of the format that was chosen for its file. */
    static BadRecord unfitting(TraceFormat only) {
        return new BadRecord("The record does not fit the format that was chosen: " + only.label(),
                "Read the file again as recognised, or choose the format that its records have.");
    }

    /** What to say of a record of no format. */
    static BadRecord unrecognised(JsonNode record) {
        return record.isObject()
                ? new BadRecord("The record is of no format that is known",
                        "Write {\"timestamp\", \"request\", \"response\"} for each call, {\"messages\": [...]} for a conversation, or {\"prompt\", \"response\"}.")
                : BadRecord.wrongType("the record", "an object");
    }
}
