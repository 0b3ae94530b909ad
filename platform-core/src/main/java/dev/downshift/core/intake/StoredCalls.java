package dev.downshift.core.intake;

import dev.downshift.core.Cursor;
import dev.downshift.core.NotFound;
import dev.downshift.core.Page;
import dev.downshift.core.intake.CallDetail.RedactedMessage;
import dev.downshift.core.intake.CallDetail.Replacement;
import dev.downshift.engine.traces.CanonicalReader;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
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
        Cursor from = Cursor.parse(cursor);
        Where where = Where.of(filter).and("(ordered_at, id) < (?, ?)", from.at().atOffset(ZoneOffset.UTC), from.id());
        List<Listed> listed = jdbc.sql("""
                        select c.*, left((select coalesce(m.body ->> 'content', m.body -> 'tool_calls' -> 0 ->> 'name', '') from message m
                            where m.organization_id = current_organization() and m.id = c.message_ids[cardinality(c.message_ids)]), 160) as excerpt
                        from (select %s from llm_call where %s order by ordered_at desc, id desc limit %d) c order by ordered_at desc, id desc"""
                        .formatted(CallRows.COLUMNS, where.sql, PAGE + 1))
                .params(where.parameters)
                .query((row, number) -> new Listed(rows.row(row, number), Objects.requireNonNullElse(row.getString("excerpt"), ""))).list();
        return Page.of(listed, PAGE, call -> new Cursor(call.row.orderedAt(), call.row.id().value())).map(Listed::summary);
    }

    @Override
    @Transactional(readOnly = true)
    public CallDetail get(CallId id) {
        CallRows.Row row = jdbc.sql("select " + CallRows.COLUMNS + " from llm_call where id = ?").param(id.value()).query(rows::row).optional()
                .orElseThrow(() -> new NotFound("call"));
        List<UUID> ids = new ArrayList<>(row.messageIds());
        if (row.response() != null) {
            ids.add(row.response());
        }
        Map<UUID, RedactedMessage> messages = new HashMap<>();
        jdbc.sql("select id, body, redactions from message where organization_id = current_organization() and id = any(?)").param(ids.toArray(UUID[]::new))
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
        Where where = Where.of(filter);
        return jdbc.sql("select count(*) from llm_call where " + where.sql).params(where.parameters).query((row, number) -> row.getLong(1)).single();
    }

    @Override
    public Stream<StoredCall> stream(CallFilter filter) {
        return Stream.iterate(page(filter, Instant.EPOCH, LOWEST), page -> !page.isEmpty(),
                        page -> page.size() < STREAMED_AT_ONCE ? List.of() : page(filter, page.getLast().orderedAt(), page.getLast().id().value()))
                .flatMap(List::stream);
    }

    @Override
    @Transactional(readOnly = true)
    public List<String> models() {
        return jdbc.sql("select distinct model from llm_call where organization_id = current_organization() and model is not null order by model limit " + MOST_MODELS)
                .query((row, number) -> row.getString(1)).list();
    }

    private List<StoredCall> page(CallFilter filter, Instant after, UUID afterId) {
        Where where = Where.of(filter).and("(ordered_at, id) > (?, ?)", after.atOffset(ZoneOffset.UTC), afterId);
        return Objects.requireNonNull(transactions.execute(status -> rows.resolve(
                jdbc.sql("select " + CallRows.COLUMNS + " from llm_call where " + where.sql + " order by ordered_at, id limit " + STREAMED_AT_ONCE)
                        .params(where.parameters).query(rows::row).list())));
    }

    private List<Replacement> replacements(String text) {
        List<Replacement> replacements = new ArrayList<>();
        for (JsonNode span : json.readTree(text)) {
            replacements.add(new Replacement(span.required("pointer").stringValue(), span.required("start").intValue(),
                    span.required("end").intValue(), span.required("type").stringValue()));
        }
        return replacements;
    }

    private record Listed(CallRows.Row row, String excerpt) {
        CallSummary summary() {
            return new CallSummary(row.id(), row.upload(), row.conversation(), row.occurredAt(), row.model(), row.messageIds().size(),
                    row.usage().promptTokens(), row.usage().completionTokens(), row.tokensEstimated(), row.latency(), row.cost(),
                    row.finishReason(), row.error() != null || row.response() == null, excerpt);
        }
    }

    /** A condition and its parameters. */
    private record Where(String sql, List<Object> parameters) {
        static Where of(CallFilter filter) {
            Where where = new Where("organization_id = current_organization()", List.of());
            if (filter.ids() != null) {
                where = where.and("id = any(?)", (Object) filter.ids().stream().map(CallId::value).toArray(UUID[]::new));
            }
            if (filter.upload() != null) {
                where = where.and("upload_id = ?", filter.upload().value());
            }
            if (filter.conversation() != null) {
                where = where.and("conversation = ?", filter.conversation());
            }
            if (filter.model() != null) {
                where = where.and("model = ?", filter.model());
            }
            if (filter.failed() != null) {
                where = where.and("(error is not null or response_id is null) = ?", filter.failed());
            }
            if (filter.from() != null) {
                where = where.and("ordered_at >= ?", filter.from().atOffset(ZoneOffset.UTC));
            }
            return filter.until() == null ? where : where.and("ordered_at < ?", filter.until().atOffset(ZoneOffset.UTC));
        }

        Where and(String condition, Object... values) {
            List<Object> all = new ArrayList<>(parameters);
            all.addAll(List.of(values));
            return new Where(sql + " and " + condition, List.copyOf(all));
        }
    }
}
