package dev.downshift.core.intake;

import dev.downshift.core.AdvisoryLock;
import dev.downshift.core.tenancy.Tenant;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Writes calls, each once: of several versions of a call the most complete one stays. The table of identities decides, because a call
 * lies in the partition of its month, and two versions may name different times. Not for several threads.
 */
final class CallWriter {

    private static final int MOST_ROWS = 500;
    private static final int MOST_CHARACTERS = 4 << 20;

    private final JdbcClient jdbc;
    private final Consumer<List<CallId>> replaced;
    private final Map<UUID, Row> rows = new LinkedHashMap<>();
    private long characters;
    private @Nullable Instant forgottenAt;
    private final SetInsert calls = new SetInsert("llm_call", "r.ordered_at::timestamptz, r.id", "id uuid", "ordered_at timestamptz", "words = array_to_tsvector(r.words::text[])", "upload_id uuid", "record bigint",
            "index_in_record int", "provider_call_id text", "conversation text", "occurred_at timestamptz", "model text", "message_ids uuid[]", "tool_set_id uuid",
            "parameters jsonb", "response_id uuid", "finish_reason text", "prompt_tokens int", "completion_tokens int", "cached_tokens int", "tokens_estimated boolean",
            "latency_ms bigint", "error jsonb", "cost numeric", "price_version text", "routed jsonb", "metadata jsonb", "weight int");

    /** @param replaced is told which stored calls are about to be replaced, while they are still there */
    CallWriter(JdbcClient jdbc, Consumer<List<CallId>> replaced) {
        this.jdbc = jdbc;
        this.replaced = replaced;
    }

    /**
     * A version of a call.
     *
     * @param weight how many calls it stands for
     * @param latest the messages it adds to its conversation, which it is searched by
     * @param values of the other columns, in their order
     */
    record Row(UUID id, Instant orderedAt, long completeness, int weight, List<UUID> latest, List<@Nullable String> values) {
        LocalDate month() {
            return LocalDate.ofInstant(orderedAt, ZoneOffset.UTC).withDayOfMonth(1);
        }
    }

    /**
     * What was written.
     *
     * @param calls how many calls
     * @param completed how many of them were there less completely
     * @param represented how many calls they stand for
     */
    record Written(long calls, long completed, long represented) {
        static final Written NOTHING = new Written(0, 0, 0);

        Written plus(Written other) {
            return new Written(calls + other.calls, completed + other.completed, represented + other.represented);
        }
    }

    /**
     * Begins a transaction: until it ends no calls of the organization are forgotten. Answers whether some were since the last one, so
     * that messages that were there may not be any more.
     */
    boolean begin() {
        AdvisoryLock.CALLS.share(jdbc, Tenant.current().value());
        Optional<Instant> last = jdbc.sql("select forgotten_at from call_retention where organization_id = ?").param(Tenant.current().value())
                .query((row, number) -> row.getObject(1, OffsetDateTime.class).toInstant()).optional();
        boolean changed = !Objects.equals(last.orElse(null), forgottenAt);
        forgottenAt = last.orElse(null);
        return changed;
    }

    void add(Row row) {
        rows.merge(row.id(), row, (there, other) -> other.completeness() > there.completeness() ? other : there);
        for (String value : row.values()) {
            characters += value == null ? 0 : value.length();
        }
    }

    /** Whether enough calls were collected to write them: the calls of a long conversation name thousands of messages each. */
    boolean isFull() {
        return rows.size() >= MOST_ROWS || characters >= MOST_CHARACTERS;
    }

    /** Sees to it that there are partitions for the calls collected so far and their messages. */
    void prepare() {
        if (!rows.isEmpty()) {
            String[] months = rows.values().stream().map(row -> row.month().toString()).distinct().toArray(String[]::new);
            jdbc.sql("select prepare_calls(?::date[])").param(months).query((row, number) -> true).single();
        }
    }

    /** Writes the calls collected so far, whose messages are stored. */
    Written flush(MessageStore messages) {
        if (rows.isEmpty()) {
            return Written.NOTHING;
        }
        Map<UUID, Optional<OffsetDateTime>> winners = identify();
        List<CallId> known = winners.entrySet().stream().filter(one -> one.getValue().isPresent()).map(one -> new CallId(one.getKey())).toList();
        if (!known.isEmpty()) {
            AdvisoryLock.REPLACED_CALLS.take(jdbc, Tenant.current().value());
            replaced.accept(known);
            delete(winners);
        }
        write(winners.keySet(), messages);
        long represented = winners.keySet().stream().mapToLong(id -> Objects.requireNonNull(rows.get(id)).weight()).sum();
        rows.clear();
        characters = 0;
        return new Written(winners.size(), known.size(), represented);
    }

    /** The calls that are new or more complete than what is stored, with the time under which that is stored. */
    private Map<UUID, Optional<OffsetDateTime>> identify() {
        List<Row> sorted = rows.values().stream().sorted(Comparator.comparing(Row::id)).toList();
        Map<UUID, Optional<OffsetDateTime>> winners = new HashMap<>();
        jdbc.sql("""
                        insert into call_identity as i (organization_id, id, ordered_at, completeness)
                        select ?, r.id, r.at::timestamptz, r.completeness from unnest(?::uuid[], ?::text[], ?::bigint[]) as r (id, at, completeness) order by r.id
                        on conflict (organization_id, id) do update set ordered_at = excluded.ordered_at, completeness = excluded.completeness
                        where i.completeness < excluded.completeness
                        returning i.id, old.ordered_at""")
                .params(Tenant.current().value(), sorted.stream().map(Row::id).toArray(UUID[]::new),
                        sorted.stream().map(row -> row.orderedAt().toString()).toArray(String[]::new), sorted.stream().map(Row::completeness).toArray(Long[]::new))
                .query(row -> {
                    winners.put(row.getObject(1, UUID.class), Optional.ofNullable(row.getObject(2, OffsetDateTime.class)));
                });
        return winners;
    }

    private void delete(Map<UUID, Optional<OffsetDateTime>> winners) {
        Map<UUID, OffsetDateTime> there = new HashMap<>();
        winners.forEach((id, stored) -> stored.ifPresent(at -> there.put(id, at)));
        delete(jdbc, there);
    }

    /** Deletes calls, given with the times under which they are stored; they do not count among their uploads' calls any more. */
    static void delete(JdbcClient jdbc, Map<UUID, OffsetDateTime> stored) {
        List<UUID> ids = List.copyOf(stored.keySet());
        jdbc.sql("""
                        with gone as (delete from llm_call c using unnest(?::uuid[], ?::text[]) as r (id, at)
                            where c.organization_id = ? and c.ordered_at = r.at::timestamptz and c.id = r.id returning c.upload_id, c.weight)
                        update upload u set calls = u.calls - g.calls, represented = u.represented - g.weight
                        from (select upload_id, count(*) as calls, sum(weight) as weight from gone group by upload_id) g
                        where u.organization_id = ? and u.id = g.upload_id""")
                .params(ids.toArray(UUID[]::new), ids.stream().map(id -> Objects.requireNonNull(stored.get(id)).toString()).toArray(String[]::new),
                        Tenant.current().value(), Tenant.current().value()).update();
    }

    private void write(Set<UUID> winners, MessageStore messages) {
        List<Row> written = rows.values().stream().filter(row -> winners.contains(row.id())).toList();
        Map<UUID, Set<String>> words = messages.words(written.stream().flatMap(row -> row.latest().stream()).toList());
        for (Row row : written) {
            List<@Nullable String> values = new ArrayList<>(List.of(row.id().toString(), row.orderedAt().toString()));
            Set<String> searched = new LinkedHashSet<>();
            row.latest().forEach(message -> searched.addAll(words.getOrDefault(message, Set.of())));
            values.add(SearchWords.array(searched));
            values.addAll(row.values());
            calls.add(values.toArray(String[]::new));
        }
        calls.flush(jdbc);
    }
}
