package dev.downshift.engine.privacy;

import dev.downshift.engine.traces.LlmCall;
import dev.downshift.engine.traces.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Finds personal data and secrets and replaces them. What was JSON stays JSON of the same shape, inside strings too; keys,
 * tool names and enumerations stay. The same value gets the same surrogate under one key, wherever it stands, and redacting
 * what is redacted already changes nothing. Instances are immutable and may be shared between threads.
 */
public final class Redactor {

    private final StringScan strings;
    private final TreeRedaction trees;
    private final TreeRedaction documents;
    private final CallRedaction calls;

    private Redactor(RedactionPolicy policy, byte[] key) {
        Surrogates surrogates = new Surrogates(key);
        this.strings = new StringScan(new TextScan(policy, surrogates));
        this.trees = new TreeRedaction(strings);
        this.documents = policy.equals(RedactionPolicy.standard()) ? new TreeRedaction(new StringScan(new TextScan(RedactionPolicy.strict(), surrogates))) : trees;
        this.calls = new CallRedaction(this, trees);
    }

    /**
     * A redactor under a policy.
     *
     * @param key at least 32 secret bytes that nobody else has; surrogates under different keys have nothing in common
     */
    public static Redactor with(RedactionPolicy policy, byte[] key) {
        return new Redactor(policy, key.clone());
    }

    /** A text, which may be JSON; findings have the empty pointer. */
    public Redacted<String> redact(String text) {
        return redact(text, "", Set.of());
    }

    /**
     * Any JSON, such as a whole record; findings point into it. The standard policy, which leaves places and dates in agents'
     * calls, replaces them in a record that is a {@link Documents document}.
     */
    public Redacted<JsonNode> redact(JsonNode record) {
        return (Documents.isDocument(record) ? documents : trees).redact(record, "", false, Set.of());
    }

    /**
     * One message. Findings point to {@code /content}, {@code /name}, {@code /tool_calls/0/function/arguments} or
     * {@code /attachments/0/reference}.
     */
    public Redacted<Message> redact(Message message) {
        return calls.message(message, Set.of());
    }

    /**
     * One message of a call with tools, whose enumerated values stay as they are.
     *
     * @param tools the tool definitions of the call the message is from
     */
    public Redacted<Message> redact(Message message, List<JsonNode> tools) {
        return calls.message(message, Enumerations.of(tools));
    }

    /**
     * A whole call. Findings point to {@code /messages/0/content} and its like, {@code /response/content},
     * {@code /tools/0/...}, {@code /parameters/...}, {@code /metadata/...}, {@code /error/message} or {@code /conversation}.
     */
    public Redacted<LlmCall> redact(LlmCall call) {
        return calls.call(call);
    }

    Redacted<String> redact(String text, String key, Set<String> kept) {
        List<Edit> edits = strings.edits(text, key, false, 0, kept);
        return apply(text, edits, "");
    }

    static Redacted<String> apply(String text, List<Edit> edits, String pointer) {
        if (edits.isEmpty()) {
            return new Redacted<>(text, List.of());
        }
        long length = text.length() + edits.stream().mapToLong(edit -> edit.replacement().length() - (edit.end() - edit.start())).sum();
        StringBuilder result = new StringBuilder(Math.toIntExact(length));
        List<Finding> findings = new ArrayList<>(edits.size());
        int from = 0;
        int codePoints = 0;
        for (Edit edit : edits) {
            result.append(text, from, edit.start()).append(edit.replacement());
            int start = codePoints + text.codePointCount(from, edit.start());
            int end = start + text.codePointCount(edit.start(), edit.end());
            findings.add(new Finding(pointer, start, end, edit.type(), edit.rule(), edit.score()));
            from = edit.end();
            codePoints = end;
        }
        return new Redacted<>(result.append(text, from, text.length()).toString(), findings);
    }
}
