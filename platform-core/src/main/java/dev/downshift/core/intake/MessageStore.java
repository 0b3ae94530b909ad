package dev.downshift.core.intake;

import dev.downshift.core.privacy.Redaction.VersionedRedactor;
import dev.downshift.engine.privacy.Finding;
import dev.downshift.engine.privacy.Redacted;
import dev.downshift.engine.privacy.Redactor;
import dev.downshift.engine.traces.CanonicalJson;
import dev.downshift.engine.traces.Message;
import dev.downshift.engine.traces.TokenEstimate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Stores each distinct message once. The id of a message depends on its text, on the tools offered with it (their
 * enumerated values are not redacted) and on the version of the redaction policy. A message whose id is there already is
 * not redacted again.
 */
final class MessageStore {

    private static final int REMEMBERED = 200_000;
    private static final int LONGEST_POINTER = 500;

    private final JdbcClient jdbc;
    private final ContentIds ids;
    private final Redactor redactor;
    private final int policyVersion;
    private final UploadId upload;
    private final Set<UUID> known = new HashSet<>();
    private final IdentityHashMap<Message, Reference> seenInRecord = new IdentityHashMap<>();
    private final TreeMap<UUID, Waiting> waiting = new TreeMap<>();
    private final SetInsert messages = new SetInsert("message", "r.id", "id uuid", "role text", "body jsonb", "redactions jsonb", "tokens int");
    private final SetInsert findings = new SetInsert("finding", "r.message_id, r.pointer, r.start_offset", "upload_id uuid", "message_id uuid", "pointer text", "start_offset int",
            "end_offset int", "type text", "rule text", "score real", "policy_version int");

    MessageStore(JdbcClient jdbc, ContentIds ids, VersionedRedactor redaction, UploadId upload) {
        this.jdbc = jdbc;
        this.ids = ids;
        this.redactor = redaction.redactor();
        this.policyVersion = redaction.policyVersion();
        this.upload = upload;
    }

    /** A stored message, and an estimate of its tokens. */
    record Reference(UUID id, int tokens) {}

    private record Waiting(Message message, List<JsonNode> tools, int tokens) {}

    Redactor redactor() {
        return redactor;
    }

    /** @param toolSet what the id of the tools' set is, or the empty text */
    Reference add(Message message, List<JsonNode> tools, String toolSet) {
        return seenInRecord.computeIfAbsent(message, key -> reference(key, tools, toolSet));
    }

    /** Messages of different records are different objects; forgets which were seen. */
    void endRecord() {
        seenInRecord.clear();
    }

    void addFindings(UUID owner, List<Finding> found) {
        for (Finding finding : found) {
            findings.add(upload.toString(), owner.toString(), pointer(finding), Integer.toString(finding.start()), Integer.toString(finding.end()),
                    finding.type().name(), finding.rule(), Double.toString(finding.score()), Integer.toString(policyVersion));
        }
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

    /** Writes what was added, and answers how many findings are new. In the order of the ids, so that two uploads cannot lock each other. */
    int flush() {
        waiting.keySet().removeAll(existing());
        waiting.forEach(this::redact);
        messages.flush(jdbc);
        int found = findings.flush(jdbc);
        if (known.size() > REMEMBERED) {
            known.clear();
        }
        known.addAll(waiting.keySet());
        waiting.clear();
        return found;
    }

    private Reference reference(Message message, List<JsonNode> tools, String toolSet) {
        UUID id = ids.of("message", Integer.toString(policyVersion), toolSet, CanonicalJson.text(message));
        int tokens = TokenEstimate.of(message);
        if (!known.contains(id)) {
            waiting.putIfAbsent(id, new Waiting(message, tools, tokens));
        }
        return new Reference(id, tokens);
    }

    private Set<UUID> existing() {
        if (waiting.isEmpty()) {
            return Set.of();
        }
        List<UUID> found = jdbc.sql("select id from message where organization_id = current_organization() and id = any(?)")
                .param(waiting.keySet().toArray(UUID[]::new))
                .query((row, number) -> row.getObject(1, UUID.class)).list();
        known.addAll(found);
        return new HashSet<>(found);
    }

    private void redact(UUID id, Waiting entry) {
        Redacted<Message> redacted = redactor.redact(entry.message, entry.tools);
        addFindings(id, redacted.findings());
        messages.add(id.toString(), redacted.value().role().name(), Storable.json(CanonicalJson.text(redacted.value())),
                redactions(entry.message, redacted), Integer.toString(entry.tokens));
    }

    private static String redactions(Message original, Redacted<Message> redacted) {
        if (redacted.findings().isEmpty()) {
            return "[]";
        }
        ArrayNode spans = JsonNodeFactory.instance.arrayNode();
        add(spans, "/content", original.text(), redacted.value().text(), redacted.findings());
        for (int index = 0; index < original.toolCalls().size(); index++) {
            add(spans, "/tool_calls/" + index + "/function/arguments", original.toolCalls().get(index).arguments(),
                    redacted.value().toolCalls().get(index).arguments(), redacted.findings());
        }
        return CanonicalJson.text(spans);
    }

    private static void add(ArrayNode spans, String pointer, String original, String redacted, List<Finding> findings) {
        List<Finding> here = new ArrayList<>(findings);
        here.removeIf(finding -> !finding.pointer().equals(pointer));
        RedactedSpans.of(original, redacted, here).forEach(span -> spans.addObject().put("pointer", pointer)
                .put("start", span.start()).put("end", span.end()).put("type", span.type()));
    }
}
