package dev.downshift.core.intake;

import dev.downshift.core.intake.MessageWriter.Unstored;
import dev.downshift.core.privacy.Redaction.VersionedRedactor;
import dev.downshift.core.tenancy.Tenant;
import dev.downshift.engine.privacy.Finding;
import dev.downshift.engine.privacy.Redactor;
import dev.downshift.engine.traces.CanonicalReader;
import dev.downshift.engine.traces.Message;
import dev.downshift.engine.traces.TokenEstimate;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/**
 * Stores each distinct message once. The id of a message depends on its text, on the tools offered with it (their
 * enumerated values are not redacted) and on the version of the redaction policy. A message whose id is there already is
 * not redacted again. Each message knows the newest month that it was used in, so that those of months that are forgotten can be found.
 */
final class MessageStore {

    private static final int REMEMBERED = 200_000;

    private final JdbcClient jdbc;
    private final ContentIds ids;
    private final Redactor redactor;
    private final String policyVersion;
    private final MessageWriter writer;
    private final Map<UUID, LocalDate> known = new HashMap<>();
    private final Map<UUID, Set<String>> words = new HashMap<>();
    private final IdentityHashMap<Message, Reference> seenInRecord = new IdentityHashMap<>();
    private final LatelySeen latelySeen = new LatelySeen();
    private final TreeMap<UUID, Unstored> waiting = new TreeMap<>();

    MessageStore(JdbcClient jdbc, ContentIds ids, VersionedRedactor redaction, UploadId upload) {
        this.jdbc = jdbc;
        this.ids = ids;
        this.redactor = redaction.redactor();
        this.policyVersion = Integer.toString(redaction.policyVersion());
        this.writer = new MessageWriter(jdbc, ids, redaction, upload);
    }

    /** A stored message, and an estimate of its tokens. */
    record Reference(UUID id, int tokens) {}

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
            waiting.merge(reference.id(), new Unstored(reference.id(), message, tools, reference.tokens(), month),
                    (there, same) -> same.month().isAfter(there.month()) ? same : there);
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
        writer.addFindings(owner, found);
    }

    /** Writes what was added, and answers how many findings are new. In the order of the ids, so that two uploads cannot lock each other. */
    int flush() {
        words.clear();
        if (known.size() > REMEMBERED) {
            known.clear();
        }
        Map<UUID, Unstored> missing = new TreeMap<>(waiting);
        missing.keySet().removeAll(existing());
        int findings = writer.write(missing.values(), words);
        waiting.forEach((id, entry) -> known.merge(id, entry.month(), (there, now) -> now.isAfter(there) ? now : there));
        waiting.clear();
        return findings;
    }

    /** The words of these messages, all of which are stored, by their ids. Asks the database for those that the last flush did not write. */
    Map<UUID, Set<String>> words(Collection<UUID> ids) {
        UUID[] unread = ids.stream().filter(id -> !words.containsKey(id)).distinct().toArray(UUID[]::new);
        if (unread.length > 0) {
            jdbc.sql("select id, body from message where organization_id = ? and id = any(?)").params(Tenant.current().value(), unread)
                    .query(row -> {
                        words.put(row.getObject(1, UUID.class), MessageWriter.words(CanonicalReader.message(row.getString(2))));
                    });
        }
        return words;
    }

    private Reference reference(Message message, String toolSet) {
        return latelySeen.get(message, toolSet,
                () -> new Reference(ids.ofMessage("message", message, policyVersion, toolSet), TokenEstimate.of(message)));
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
        return Objects.requireNonNull(waiting.get(id)).month();
    }
}
