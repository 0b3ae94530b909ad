package dev.downshift.core.intake;

import dev.downshift.core.privacy.Redaction.VersionedRedactor;
import dev.downshift.core.tenancy.Tenant;
import dev.downshift.engine.privacy.Finding;
import dev.downshift.engine.privacy.Redacted;
import dev.downshift.engine.privacy.Redactor;
import dev.downshift.engine.traces.CanonicalJson;
import dev.downshift.engine.traces.CanonicalReader;
import dev.downshift.engine.traces.Message;
import dev.downshift.engine.traces.TokenEstimate;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Stores each distinct message once. The id of a message depends on its text, on the tools offered with it (their
 * enumerated values are not redacted) and on the version of the redaction policy. A message whose id is there already is
 * not redacted again. Each message knows the newest month that it was used in, so that those of months that are forgotten can be found.
 */
final class MessageStore {

    private static final int REMEMBERED = 200_000;
    private static final int LONGEST_POINTER = 500;

    private final JdbcClient jdbc;
    private final ContentIds ids;
    private final Redactor redactor;
    private final int policyVersion;
    private final UploadId upload;
    private final Map<UUID, LocalDate> known = new HashMap<>();
    private final Map<UUID, Set<String>> words = new HashMap<>();
    private final IdentityHashMap<Message, Reference> seenInRecord = new IdentityHashMap<>();
    private final TreeMap<UUID, Waiting> waiting = new TreeMap<>();
    private final SetInsert messages = new SetInsert("message", "r.id", "id uuid", "role text", "last_used date", "body jsonb", "redactions jsonb", "tokens int");
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

    private record Waiting(Message message, List<JsonNode> tools, int tokens, LocalDate month) {
        Waiting in(LocalDate other) {
            return other.isAfter(month) ? new Waiting(message, tools, tokens, other) : this;
        }
    }

    Redactor redactor() {
        return redactor;
    }

    /**
     * @param toolSet what the id of the tools' set is, or the empty text
     * @param month the first of the month that the message was used in
     */
    Reference add(Message message, List<JsonNode> tools, String toolSet, LocalDate month) {
        Reference reference = seenInRecord.computeIfAbsent(message, key -> reference(key, toolSet));
        LocalDate used = known.get(reference.id());
        if (used == null || used.isBefore(month)) {
            waiting.merge(reference.id(), new Waiting(message, tools, reference.tokens(), month), (there, same) -> there.in(month));
        }
        return reference;
    }

    /** Forgets which messages are stored, after some may have been deleted. */
    void forget() {
        known.clear();
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
        words.clear();
        if (known.size() > REMEMBERED) {
            known.clear();
        }
        Map<UUID, Waiting> missing = new TreeMap<>(waiting);
        missing.keySet().removeAll(existing());
        missing.forEach(this::redact);
        messages.flush(jdbc);
        waiting.forEach((id, entry) -> known.merge(id, entry.month, (there, now) -> now.isAfter(there) ? now : there));
        waiting.clear();
        return findings.flush(jdbc);
    }

    /** The words of these messages, all of which are stored, by their ids. Asks the database for those that the last flush did not write. */
    Map<UUID, Set<String>> words(Collection<UUID> ids) {
        UUID[] unread = ids.stream().filter(id -> !words.containsKey(id)).distinct().toArray(UUID[]::new);
        if (unread.length > 0) {
            jdbc.sql("select id, body from message where organization_id = ? and id = any(?)").params(Tenant.current().value(), unread)
                    .query(row -> {
                        words.put(row.getObject(1, UUID.class), words(CanonicalReader.message(row.getString(2))));
                    });
        }
        return words;
    }

    private static Set<String> words(Message message) {
        Set<String> words = new LinkedHashSet<>();
        SearchWords.add(words, message);
        return words;
    }

    private Reference reference(Message message, String toolSet) {
        return new Reference(ids.of("message", Integer.toString(policyVersion), toolSet, CanonicalJson.text(message)), TokenEstimate.of(message));
    }

    /** Which of the waiting messages are there. What was last used before is said to be used now. */
    private Set<UUID> existing() {
        if (waiting.isEmpty()) {
            return Set.of();
        }
        UUID organization = Tenant.current().value();
        Map<UUID, LocalDate> found = new HashMap<>();
        jdbc.sql("select id, last_used from message where organization_id = ? and id = any(?)")
                .params(organization, waiting.keySet().toArray(UUID[]::new))
                .query(row -> {
                    found.put(row.getObject(1, UUID.class), row.getObject(2, LocalDate.class));
                });
        known.putAll(found);
        Map<LocalDate, List<UUID>> older = found.entrySet().stream().filter(one -> one.getValue().isBefore(month(one.getKey())))
                .collect(Collectors.groupingBy(one -> month(one.getKey()), TreeMap::new, Collectors.mapping(Map.Entry::getKey, Collectors.toList())));
        older.forEach((month, ids) -> jdbc.sql("""
                        with used as (select id from message where organization_id = ? and id = any(?) order by id for update)
                        update message m set last_used = greatest(m.last_used, ?) from used where m.organization_id = ? and m.id = used.id""")
                .params(organization, ids.toArray(UUID[]::new), month, organization).update());
        return found.keySet();
    }

    private LocalDate month(UUID id) {
        return Objects.requireNonNull(waiting.get(id)).month;
    }

    private void redact(UUID id, Waiting entry) {
        Redacted<Message> redacted = redactor.redact(entry.message, entry.tools);
        addFindings(id, redacted.findings());
        if (redacted.value().role() != Message.Role.SYSTEM) {
            words.put(id, words(redacted.value()));
        }
        messages.add(id.toString(), redacted.value().role().name(), entry.month.toString(), Storable.json(CanonicalJson.text(redacted.value())),
                redactions(entry.message, redacted), Integer.toString(entry.tokens));
    }

    private static @Nullable String redactions(Message original, Redacted<Message> redacted) {
        if (redacted.findings().isEmpty()) {
            return null;
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
