package dev.downshift.engine.traces;

import dev.downshift.engine.traces.ParquetFile.Column;
import dev.downshift.engine.traces.ParquetFile.ColumnType;
import java.math.BigDecimal;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A call as the row of a table: a column for each field that people query by, JSON for what is nested. */
final class CallColumns {

    static final List<Column> ALL = List.of(
            new Column("id", ColumnType.TEXT), new Column("occurred_at", ColumnType.TIME), new Column("model", ColumnType.TEXT), new Column("task", ColumnType.TEXT),
            new Column("split", ColumnType.TEXT), new Column("conversation_id", ColumnType.TEXT), new Column("provider_call_id", ColumnType.TEXT),
            new Column("prompt_tokens", ColumnType.INT), new Column("completion_tokens", ColumnType.INT), new Column("cached_tokens", ColumnType.INT),
            new Column("cost", ColumnType.DOUBLE), new Column("weight", ColumnType.INT), new Column("latency_ms", ColumnType.DOUBLE), new Column("finish_reason", ColumnType.TEXT),
            new Column("error_status", ColumnType.INT), new Column("error_code", ColumnType.TEXT), new Column("error_message", ColumnType.TEXT),
            new Column("messages", ColumnType.JSON), new Column("tools", ColumnType.JSON), new Column("parameters", ColumnType.JSON), new Column("response", ColumnType.JSON),
            new Column("metadata", ColumnType.JSON), new Column("routed", ColumnType.JSON), new Column(Remainder.FIELD, ColumnType.JSON));

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    /** The columns that are fields of the canonical form as they are. */
    private static final List<String> FIELDS = List.of("provider_call_id", "occurred_at", "model", "messages", "tools", "parameters", "response",
            "finish_reason", "latency_ms", "metadata");
    private static final Map<String, ColumnType> TYPES = ALL.stream().collect(Collectors.toUnmodifiableMap(Column::name, Column::type));

    private CallColumns() {}

    /** The row of a call, as exact as the types of the columns are. */
    static ObjectNode row(LlmCall call, CallNotes notes) {
        ObjectNode row = NODES.objectNode();
        text(row, "id", notes.id());
        text(row, "task", notes.task());
        text(row, "split", notes.split());
        number(row, "cost", notes.cost());
        row.put("weight", notes.weight());
        if (notes.routed() != null) {
            row.set("routed", notes.routed());
        }
        text(row, "provider_call_id", call.providerCallId());
        text(row, "conversation_id", call.conversation());
        text(row, "occurred_at", call.occurredAt() == null ? null : call.occurredAt().truncatedTo(ChronoUnit.MICROS).toString());
        text(row, "model", call.model());
        text(row, "finish_reason", call.finishReason());
        number(row, "latency_ms", call.latency() == null ? null : Times.milliseconds(call.latency()));
        LlmCall.Usage usage = call.usage();
        if (usage != null) {
            row.put("prompt_tokens", usage.promptTokens()).put("completion_tokens", usage.completionTokens()).put("cached_tokens", usage.cachedTokens());
        }
        LlmCall.CallError error = call.error();
        if (error != null) {
            row.put("error_status", error.status());
            text(row, "error_code", error.code());
            text(row, "error_message", error.message());
        }
        row.set("messages", CanonicalReader.tree(call.messages().stream().map(CanonicalJson::text).collect(Collectors.joining(",", "[", "]"))));
        if (!call.tools().isEmpty()) {
            row.putArray("tools").addAll(call.tools());
        }
        object(row, "parameters", call.parameters());
        if (call.response() != null) {
            row.set("response", CanonicalReader.tree(CanonicalJson.text(call.response())));
        }
        object(row, "metadata", call.metadata());
        return row;
    }

    /** The same row as a reader of tables gives it. */
    static ObjectNode asRead(ObjectNode row) {
        ObjectNode read = NODES.objectNode();
        row.properties().forEach(field -> {
            boolean text = TYPES.get(field.getKey()) == ColumnType.TEXT;
            read.set(field.getKey(), text ? Cell.ofString(field.getKey(), field.getValue().stringValue()) : field.getValue());
        });
        return read;
    }

    /** The call of a row. */
    static LlmCall call(ObjectNode row, RecordReader.Place place, Times times) {
        ObjectNode call = NODES.objectNode();
        for (String field : FIELDS) {
            if (row.hasNonNull(field)) {
                call.set(field, row.get(field));
            }
        }
        copy(row, "conversation_id", call, "conversation");
        if (row.hasNonNull("prompt_tokens")) {
            ObjectNode usage = call.putObject("usage");
            copy(row, "prompt_tokens", usage, "prompt_tokens");
            copy(row, "completion_tokens", usage, "completion_tokens");
            copy(row, "cached_tokens", usage, "cached_tokens");
        }
        if (row.hasNonNull("error_message")) {
            ObjectNode error = call.putObject("error");
            copy(row, "error_status", error, "status");
            copy(row, "error_code", error, "code");
            copy(row, "error_message", error, "message");
        }
        return new CanonicalFields(Fields.of(call, ""), times).call(place.call(0));
    }

    private static void copy(ObjectNode from, String name, ObjectNode to, String as) {
        JsonNode value = from.get(name);
        if (value != null && !value.isNull()) {
            to.set(as, value);
        }
    }

    private static void text(ObjectNode row, String name, @Nullable String value) {
        if (value != null) {
            row.put(name, value);
        }
    }

    private static void number(ObjectNode row, String name, @Nullable BigDecimal value) {
        if (value != null) {
            row.put(name, new BigDecimal(Double.toString(value.doubleValue())));
        }
    }

    private static void object(ObjectNode row, String name, Map<String, JsonNode> fields) {
        if (!fields.isEmpty()) {
            ObjectNode object = row.putObject(name);
            new TreeMap<>(fields).forEach(object::set);
        }
    }
}
