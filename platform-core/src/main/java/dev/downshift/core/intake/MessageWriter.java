package dev.downshift.core.intake;

import dev.downshift.core.privacy.Redaction.VersionedRedactor;
import dev.downshift.engine.privacy.Finding;
import dev.downshift.engine.privacy.Redacted;
import dev.downshift.engine.privacy.Redactor;
import dev.downshift.engine.traces.CanonicalJson;
import dev.downshift.engine.traces.Message;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.SqlTypeValue;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/**
 * Redacts new messages, on as many threads as there are processors, and writes them with what was found in them, in the order given:
 * a message before its findings, and never more at a time than finds room, however long a message is and however much was found in it.
 * Not for several threads.
 */
final class MessageWriter {

    private static final int REDACTED_AT_ONCE = 500;
    private static final int CHARACTERS_AT_ONCE = 1 << 20;
    private static final int LONGEST_POINTER = 500;

    private final JdbcClient jdbc;
    private final ContentIds ids;
    private final Redactor redactor;
    private final int policyVersion;
    private final String upload;
    private int newFindings;
    private final SetInsert messages = new SetInsert("message", "r.id", "id uuid", "role text", "last_used date", "body jsonb", "redactions jsonb", "tokens int");
    private final SetInsert findings = new SetInsert("finding", "r.message_id, r.pointer, r.start_offset", "upload_id uuid", "message_id uuid", "pointer text", "start_offset int",
            "end_offset int", "type text", "rule text", "score real", "policy_version int");

    MessageWriter(JdbcClient jdbc, ContentIds ids, VersionedRedactor redaction, UploadId upload) {
        this.jdbc = jdbc;
        this.ids = ids;
        this.redactor = redaction.redactor();
        this.policyVersion = redaction.policyVersion();
        this.upload = upload.toString();
    }

    /** A message that is not stored yet, with the tools that were offered with it and the month that it was used in. */
    record Unstored(UUID id, Message message, List<JsonNode> tools, int tokens, LocalDate month) {
        int length() {
            return message.text().length() + message.toolCalls().stream().mapToInt(call -> call.arguments().length()).sum();
        }
    }

    /** @param words that calls are searched by; none of a system's prompt */
    private record Ready(Unstored unstored, Message redacted, List<Finding> findings, @Nullable String body, @Nullable String redactions, @Nullable Set<String> words) {}

    /** Adds what was found in something else than a message. */
    void addFindings(UUID owner, List<Finding> found) {
        for (Finding finding : found) {
            findings.add(upload, owner.toString(), pointer(finding), Integer.toString(finding.start()), Integer.toString(finding.end()),
                    finding.type().name(), finding.rule(), Double.toString(finding.score()), Integer.toString(policyVersion));
            if (findings.isFull()) {
                flush();
            }
        }
    }

    /** Writes messages and all findings, puts down the words of the messages, and answers how many findings are new. */
    int write(Iterable<Unstored> unstored, Map<UUID, Set<String>> words) {
        List<Unstored> next = new ArrayList<>();
        long characters = 0;
        for (Unstored message : unstored) {
            if (next.size() == REDACTED_AT_ONCE || (!next.isEmpty() && characters + message.length() > CHARACTERS_AT_ONCE)) {
                redact(next, words);
                next.clear();
                characters = 0;
            }
            next.add(message);
            characters += message.length();
        }
        redact(next, words);
        flush();
        int found = newFindings;
        newFindings = 0;
        return found;
    }

    private void redact(List<Unstored> next, Map<UUID, Set<String>> words) {
        for (Ready ready : next.parallelStream().map(this::ready).toList()) {
            if (ready.words() != null) {
                words.put(ready.unstored().id(), ready.words());
            }
            if (ready.body() == null) {
                flush();
                writeAlone(ready);
            } else {
                messages.add(ready.unstored().id().toString(), ready.redacted().role().name(), ready.unstored().month().toString(), ready.body(),
                        ready.redactions(), Integer.toString(ready.unstored().tokens()));
            }
            addFindings(ready.unstored().id(), ready.findings());
            if (messages.isFull()) {
                flush();
            }
        }
    }

    private Ready ready(Unstored unstored) {
        Redacted<Message> redacted = redactor.redact(unstored.message(), unstored.tools());
        Message message = redacted.value();
        Set<String> words = message.role() == Message.Role.SYSTEM ? null : words(message);
        String body = unstored.length() > CHARACTERS_AT_ONCE ? null : Storable.json(CanonicalJson.text(message));
        return new Ready(unstored, message, redacted.findings(), body, RedactedSpans.notes(unstored.message(), redacted), words);
    }

    static Set<String> words(Message message) {
        Set<String> words = new LinkedHashSet<>();
        SearchWords.add(words, message);
        return words;
    }

    /** Writes a message whose text would fill the heap if it were copied as often as a driver does: its bytes are sent as they are. */
    private void writeAlone(Ready ready) {
        SentInPieces body = new SentInPieces();
        CanonicalJson.write(Storable.message(ready.redacted()), body.writer());
        SqlTypeValue bytes = (statement, index, type, name) -> statement.setBinaryStream(index, body.open(), body.length());
        jdbc.sql("""
                        insert into message (organization_id, id, role, last_used, body, redactions, tokens)
                        values (current_organization(), ?, ?, ?, convert_from(?, 'UTF8')::jsonb, ?::jsonb, ?) on conflict do nothing""")
                .param(ready.unstored().id()).param(ready.redacted().role().name()).param(ready.unstored().month()).param(bytes)
                .param(ready.redactions()).param(ready.unstored().tokens()).update();
    }

    private void flush() {
        messages.flush(jdbc);
        newFindings += findings.flush(jdbc);
    }

    /** Names of fields have no limit, but keys of the database do: where it is too long, the rest is a hash. */
    private String pointer(Finding finding) {
        String pointer = finding.pointer().replace('\0', '\ufffd');
        if (pointer.length() <= LONGEST_POINTER) {
            return pointer;
        }
        String beginning = pointer.substring(0, pointer.offsetByCodePoints(0, LONGEST_POINTER / 2));
        return beginning + "…" + ids.of("pointer", pointer);
    }
}
