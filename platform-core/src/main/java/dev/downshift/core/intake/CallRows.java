package dev.downshift.core.intake;

import dev.downshift.core.tenancy.Tenant;
import dev.downshift.engine.traces.CanonicalReader;
import dev.downshift.engine.traces.LlmCall;
import dev.downshift.engine.traces.LlmCall.CallError;
import dev.downshift.engine.traces.LlmCall.Usage;
import dev.downshift.engine.traces.Message;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Puts stored calls together from their rows and those of their messages. */
final class CallRows {

    /** Of {@code llm_call c}. */
    static final String COLUMNS = """
            c.id, c.upload_id, c.record, c.index_in_record, c.provider_call_id, c.conversation, c.occurred_at, c.ordered_at, c.model, c.message_ids, c.tool_set_id,
            c.parameters, c.response_id, c.finish_reason, c.prompt_tokens, c.completion_tokens, c.cached_tokens, c.tokens_estimated, c.latency_ms, c.error, c.cost,
            c.price_version, c.routed, c.metadata, c.weight""";

    private final JdbcClient jdbc;
    private final JsonMapper json;

    CallRows(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** A row as it stands, with ids in place of messages. */
    record Row(CallId id, UploadId upload, LlmCall.Position position, @Nullable String providerCallId, String conversation, @Nullable Instant occurredAt,
            Instant orderedAt, @Nullable String model, List<UUID> messageIds, @Nullable UUID toolSet, Map<String, JsonNode> parameters,
            @Nullable UUID response, @Nullable String finishReason, Usage usage, boolean tokensEstimated, @Nullable Duration latency,
            @Nullable CallError error, @Nullable BigDecimal cost, @Nullable String priceVersion, @Nullable JsonNode routed, Map<String, JsonNode> metadata,
            int weight) {}

    /** Reads the messages and tools of these rows, each once. */
    List<StoredCall> resolve(List<Row> rows) {
        Set<UUID> messageIds = new HashSet<>();
        Set<UUID> toolSetIds = new HashSet<>();
        for (Row row : rows) {
            messageIds.addAll(row.messageIds());
            if (row.response() != null) {
                messageIds.add(row.response());
            }
            if (row.toolSet() != null) {
                toolSetIds.add(row.toolSet());
            }
        }
        Map<UUID, Message> messages = messages(messageIds);
        Map<UUID, List<JsonNode>> toolSets = toolSets(toolSetIds);
        return rows.stream().map(row -> stored(row, messages, toolSets)).toList();
    }

    Row row(ResultSet row, int number) throws SQLException {
        long latency = row.getLong("latency_ms");
        boolean hasLatency = !row.wasNull();
        OffsetDateTime occurred = row.getObject("occurred_at", OffsetDateTime.class);
        String error = row.getString("error");
        String routed = row.getString("routed");
        return new Row(new CallId(row.getObject("id", UUID.class)), new UploadId(row.getObject("upload_id", UUID.class)),
                new LlmCall.Position(row.getLong("record"), row.getInt("index_in_record"), 1, 0), row.getString("provider_call_id"),
                row.getString("conversation"), occurred == null ? null : occurred.toInstant(),
                row.getObject("ordered_at", OffsetDateTime.class).toInstant(), row.getString("model"),
                List.of((UUID[]) row.getArray("message_ids").getArray()), row.getObject("tool_set_id", UUID.class),
                fields(row.getString("parameters")), row.getObject("response_id", UUID.class), row.getString("finish_reason"),
                new Usage(row.getInt("prompt_tokens"), row.getInt("completion_tokens"), row.getInt("cached_tokens")), row.getBoolean("tokens_estimated"),
                hasLatency ? Duration.ofMillis(latency) : null, error == null ? null : error(json.readTree(error)), row.getBigDecimal("cost"),
                row.getString("price_version"), routed == null ? null : json.readTree(routed), fields(row.getString("metadata")),
                row.getInt("weight"));
    }

    private static StoredCall stored(Row row, Map<UUID, Message> messages, Map<UUID, List<JsonNode>> toolSets) {
        List<Message> prompt = new ArrayList<>(row.messageIds().size());
        row.messageIds().forEach(id -> prompt.add(Objects.requireNonNull(messages.get(id), "a call's message")));
        LlmCall call = new LlmCall(row.position(), row.providerCallId(), row.conversation(), row.occurredAt(), row.model(), prompt,
                row.toolSet() == null ? List.of() : toolSets.getOrDefault(row.toolSet(), List.of()), row.parameters(),
                row.response() == null ? null : messages.get(row.response()), row.finishReason(), row.usage(), row.latency(), row.error(), row.metadata());
        return new StoredCall(row.id(), row.upload(), call, row.messageIds(), row.orderedAt(), row.tokensEstimated(), row.cost(), row.priceVersion(), row.routed(), row.weight());
    }

    private Map<UUID, Message> messages(Set<UUID> ids) {
        Map<UUID, Message> messages = new HashMap<>();
        jdbc.sql("select id, body from message where organization_id = ? and id = any(?)").params(Tenant.current().value(), ids.toArray(UUID[]::new))
                .query(row -> {
                    messages.put(row.getObject(1, UUID.class), CanonicalReader.message(row.getString(2)));
                });
        return messages;
    }

    private Map<UUID, List<JsonNode>> toolSets(Set<UUID> ids) {
        Map<UUID, List<JsonNode>> toolSets = new HashMap<>();
        if (!ids.isEmpty()) {
            jdbc.sql("select id, tools from tool_set where organization_id = current_organization() and id = any(?)").param(ids.toArray(UUID[]::new))
                    .query(row -> {
                        toolSets.put(row.getObject(1, UUID.class), CanonicalReader.values(row.getString(2)));
                    });
        }
        return toolSets;
    }

    private static Map<String, JsonNode> fields(@Nullable String fields) {
        return fields == null ? Map.of() : CanonicalReader.fields(fields);
    }

    private static CallError error(JsonNode error) {
        JsonNode status = error.get("status");
        JsonNode code = error.get("code");
        return new CallError(status == null ? null : status.intValue(), code == null ? null : code.stringValue(), error.required("message").stringValue());
    }
}
