package dev.downshift.engine.traces;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** The readers of all formats, the more telling first: a record goes to the first that recognises it. */
final class RecordReaders {

    private static final List<RecordReader> ALL = List.of(new PromptReader(), new ChatLogReader(), new ConversationReader());

    private RecordReaders() {}

    /** The reader of a record. */
    static RecordReader of(JsonNode record) {
        for (RecordReader reader : ALL) {
            if (reader.recognises(record)) {
                return reader;
            }
        }
        if (!record.isObject()) {
            throw BadRecord.wrongType("the record", "an object");
        }
        throw new BadRecord("The record has neither a \"request\" nor \"messages\"",
                "Write {\"timestamp\", \"request\", \"response\"} for each call, or {\"messages\": [...]} for a whole conversation.");
    }
}
