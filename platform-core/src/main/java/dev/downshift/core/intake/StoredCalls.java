package dev.downshift.core.intake;

import dev.downshift.core.NotFound;
import dev.downshift.core.Page;
import dev.downshift.core.intake.CallDetail.RedactedMessage;
import dev.downshift.core.intake.CallDetail.Replacement;
import dev.downshift.core.tenancy.Tenant;
import dev.downshift.engine.traces.CanonicalReader;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads calls in sets. */
@Component
class StoredCalls implements Calls {

    private static final int PAGE = 50;
    private static final int STREAMED_AT_ONCE = 300;
    private static final int MOST_MODELS = 200;
    private static final UUID LOWEST = new UUID(0, 0);

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final JsonMapper json;
    private final CallRows rows;

    StoredCalls(JdbcClient jdbc, TransactionOperations transactions, JsonMapper json) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.json = json;
        this.rows = new CallRows(jdbc, json);
    }

    @Override
    @Transactional(readOnly = true)
    public Page<CallSummary> list(CallFilter filter, @Nullable String cursor) {
        return list(filter, CallSort.TIME, cursor);
    }

    @Override
    @Transactional(readOnly = true)
    public Page<CallSummary> list(CallFilter filter, CallSort sort, @Nullable String cursor) {
        CallCondition condition = CallCondition.of(filter);
        CallCursor from = CallCursor.parse(sort, cursor);
        if (condition == null) {
            return new Page<>(List.of(), null);
        }
        CallCondition where = condition.after(from);
        List<Object> parameters = new ArrayList<>(List.of(Tenant.current().value()));
        parameters.addAll(where.parameters());
        List<Listed> listed = jdbc.sql("""
                        select c.*, left((select coalesce(m.body ->> 'content', m.body -> 'tool_calls' -> 0 ->> 'name', '') from message m
                            where m.organization_id = ? and m.id = c.message_ids[cardinality(c.message_ids)]), 160) as excerpt
                        from (select %2$s, c.cost_nanos from llm_call c where %3$s order by c.%1$s desc, c.id desc limit %4$d) c order by c.%1$s desc, c.id desc"""
                        .formatted(sort.column(), CallRows.COLUMNS, where.sql(), PAGE + 1))
                .params(parameters)
                .query((row, number) -> new Listed(rows.row(row, number), row.getLong("cost_nanos"), Objects.requireNonNullElse(row.getString("excerpt"), ""))).list();
        return listed.size() <= PAGE ? new Page<>(summaries(listed), null)
                : new Page<>(summaries(listed.subList(0, PAGE)), listed.get(PAGE - 1).cursor(sort).toString());
    }

    @Override
    @Transactional(readOnly = true)
    public CallDetail get(CallId id) {
        CallRows.Row row = jdbc.sql("select " + CallRows.COLUMNS + """
                         from call_identity i join llm_call c on c.organization_id = i.organization_id and c.ordered_at = i.ordered_at and c.id = i.id
                        where i.organization_id = ? and i.id = ?""").params(Tenant.current().value(), id.value()).query(rows::row).optional()
                .orElseThrow(() -> new NotFound("call"));
        List<UUID> ids = new ArrayList<>(row.messageIds());
        if (row.response() != null) {
            ids.add(row.response());
        }
        Map<UUID, RedactedMessage> messages = new HashMap<>();
        jdbc.sql("select id, body, redactions from message where organization_id = ? and id = any(?)").params(Tenant.current().value(), ids.toArray(UUID[]::new))
                .query(found -> {
                    messages.put(found.getObject(1, UUID.class),
                            new RedactedMessage(CanonicalReader.message(found.getString(2)), replacements(found.getString(3))));
                });
        return new CallDetail(rows.resolve(List.of(row)).getFirst(),
                row.messageIds().stream().map(message -> Objects.requireNonNull(messages.get(message))).toList(),
                row.response() == null ? null : messages.get(row.response()));
    }

    @Override
    @Transactional(readOnly = true)
    public long count(CallFilter filter) {
        return count(filter, Long.MAX_VALUE);
    }

    @Override
    @Transactional(readOnly = true)
    public long count(CallFilter filter, long atMost) {
        CallCondition where = filter.isOfTaskAlone() ? CallCondition.ofAssignments(filter) : CallCondition.of(filter);
        String from = filter.isOfTaskAlone() ? "assignment a" : "llm_call c";
        return where == null ? 0 : jdbc.sql("select count(*) from (select from %s where %s limit %d) c".formatted(from, where.sql(), atMost))
                .params(where.parameters()).query((row, number) -> row.getLong(1)).single();
    }

    @Override
    public Stream<StoredCall> stream(CallFilter filter) {
        if (filter.ids() != null) {
            return located(filter, filter.ids());
        }
        return Stream.iterate(page(filter, Instant.EPOCH, LOWEST), page -> !page.isEmpty(),
                        page -> page.size() < STREAMED_AT_ONCE ? List.of() : page(filter, page.getLast().orderedAt(), page.getLast().id().value()))
                .flatMap(List::stream);
    }

    /** Steps from one model to the next in the index, for there are many calls and few models. */
    @Override
    @Transactional(readOnly = true)
    public List<String> models() {
        UUID organization = Tenant.current().value();
        return jdbc.sql("""
                        with recursive known (model, number) as (
                            (select model, 1 from llm_call where organization_id = ? and model > '' order by model limit 1)
                            union all
                            select (select c.model from llm_call c where c.organization_id = ? and c.model > k.model order by c.model limit 1), number + 1
                            from known k where k.model is not null and number <= ?)
                        select model from known where model is not null limit ?""")
                .params(organization, organization, MOST_MODELS, MOST_MODELS)
                .query((row, number) -> row.getString(1)).list();
    }

    private List<StoredCall> page(CallFilter filter, Instant after, UUID afterId) {
        CallCondition condition = CallCondition.of(filter);
        if (condition == null) {
            return List.of();
        }
        CallCondition where = condition.and("c.ordered_at >= ? and (c.ordered_at, c.id) > (?, ?)", CallCondition.at(after), CallCondition.at(after), afterId);
        return read(where, " limit " + STREAMED_AT_ONCE);
    }

    /** Where calls lie is looked up once, then they are read in sets from the months they are in. */
    private Stream<StoredCall> located(CallFilter filter, List<CallId> ids) {
        List<Located> places = Objects.requireNonNull(transactions.execute(status -> jdbc.sql("""
                        select id, ordered_at from call_identity where organization_id = ? and id = any(?) order by ordered_at, id""")
                .params(Tenant.current().value(), ids.stream().map(CallId::value).toArray(UUID[]::new))
                .query((row, number) -> new Located(row.getObject(1, UUID.class), row.getObject(2, OffsetDateTime.class))).list()));
        return IntStream.range(0, (places.size() + STREAMED_AT_ONCE - 1) / STREAMED_AT_ONCE)
                .mapToObj(set -> places.subList(set * STREAMED_AT_ONCE, Math.min(places.size(), (set + 1) * STREAMED_AT_ONCE)))
                .flatMap(set -> {
                    CallFilter some = filter.withIds(set.stream().map(place -> new CallId(place.id)).toList());
                    CallCondition condition = CallCondition.of(some);
                    return condition == null ? Stream.of() : read(condition.and("c.ordered_at between ? and ? and c.ordered_at = any(?::timestamptz[])",
                            set.getFirst().at, set.getLast().at, set.stream().map(place -> place.at.toString()).toArray(String[]::new)), "").stream();
                });
    }

    private record Located(UUID id, OffsetDateTime at) {}

    private List<StoredCall> read(CallCondition where, String limit) {
        return Objects.requireNonNull(transactions.execute(status -> rows.resolve(
                jdbc.sql("select " + CallRows.COLUMNS + " from llm_call c where " + where.sql() + " order by c.ordered_at, c.id" + limit)
                        .params(where.parameters()).query(rows::row).list())));
    }

    private static List<CallSummary> summaries(List<Listed> listed) {
        return listed.stream().map(Listed::summary).toList();
    }

    private List<Replacement> replacements(@Nullable String text) {
        if (text == null) {
            return List.of();
        }
        List<Replacement> replacements = new ArrayList<>();
        for (JsonNode span : json.readTree(text)) {
            replacements.add(new Replacement(span.required("pointer").stringValue(), span.required("start").intValue(),
                    span.required("end").intValue(), span.required("type").stringValue()));
        }
        return replacements;
    }

    private record Listed(CallRows.Row row, long costNanos, String excerpt) {
        CallSummary summary() {
            return new CallSummary(row.id(), row.upload(), row.conversation(), row.occurredAt(), row.model(), row.messageIds().size(),
                    row.usage().promptTokens(), row.usage().completionTokens(), row.tokensEstimated(), row.latency(), row.cost(),
                    row.finishReason(), row.error() != null || row.response() == null, excerpt);
        }

        CallCursor cursor(CallSort sort) {
            return new CallCursor(sort, switch (sort) {
                case TIME -> row.orderedAt().toString();
                case COST -> Long.toString(costNanos);
                case LATENCY -> Long.toString(row.latency() == null ? 0 : row.latency().toMillis());
            }, row.id().value());
        }
    }
}
