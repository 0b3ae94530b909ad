package dev.downshift.core.intake;

import dev.downshift.engine.privacy.Redactor;
import dev.downshift.engine.traces.LlmCall;
import dev.downshift.engine.traces.TraceRecord;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Notes what the spans of an upload say of other spans of their traces. Not for several threads. */
final class TraceNotes {

    private static final int MOST_REMEMBERED = 10_000;

    private final CallNames names;
    private final Redactor redactor;
    private final String upload;
    private final Set<String> noted = new HashSet<>();
    private final SetInsert conversations = new SetInsert("trace_conversation", "r.trace", "trace text", "conversation text", "upload_id uuid");
    private final SetInsert enclosing = new SetInsert("enclosing_span", "r.call_id", "call_id uuid", "upload_id uuid");

    TraceNotes(CallNames names, Redactor redactor, UploadId upload) {
        this.names = names;
        this.redactor = redactor;
        this.upload = upload.toString();
    }

    /** Notes the conversations that a record names for whole traces. */
    void add(TraceRecord.Read record) {
        record.conversations().forEach((trace, conversation) -> {
            if (isNew(trace)) {
                conversations.add(Envelope.conversation(trace, redactor), Envelope.conversation(conversation, redactor), upload);
            }
        });
    }

    /** Notes the span around a call: if that is one of a call too, another instrumentation recorded the same. */
    void add(LlmCall call) {
        String trace = text(call.metadata().get("trace_id"));
        String parent = text(call.metadata().get("parent_span_id"));
        if (trace != null && parent != null && call.metadata().containsKey("span_id") && isNew(trace + parent)) {
            enclosing.add(names.ofSpan(trace, parent).toString(), upload);
        }
    }

    private boolean isNew(String note) {
        if (noted.size() >= MOST_REMEMBERED) {
            noted.clear();
        }
        return noted.add(note);
    }

    private static @Nullable String text(@Nullable JsonNode node) {
        return node == null || !node.isString() || node.stringValue().isEmpty() ? null : node.stringValue();
    }

    /** Writes the notes, in the running transaction. */
    void flush(JdbcClient jdbc) {
        conversations.flush(jdbc);
        enclosing.flush(jdbc);
    }
}
