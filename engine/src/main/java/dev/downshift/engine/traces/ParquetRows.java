package dev.downshift.engine.traces;

import dev.hardwood.metadata.RepetitionType;
import dev.hardwood.reader.ColumnReader;
import dev.hardwood.reader.ColumnReaders;
import dev.hardwood.schema.FileSchema;
import dev.hardwood.schema.SchemaNode.GroupNode;
import dev.hardwood.schema.SchemaNode.PrimitiveNode;
import dev.hardwood.schema.SchemaNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Puts the rows of a batch of columns together as JSON. Each column has layers, one for each optional group (which keeps
 * the number of items) and for each list or map (whose offsets lead to the items of the next layer).
 */
final class ParquetRows {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String PANDAS_INDEX = "__index_level_";

    private final GroupNode root;
    private final List<ParquetColumn> columns = new ArrayList<>();

    ParquetRows(FileSchema schema, ColumnReaders readers) {
        this.root = schema.getRootNode();
        for (int index = 0; index < readers.getColumnCount(); index++) {
            columns.add(new ParquetColumn(schema.getColumn(index), readers.getColumnReader(index)));
        }
    }

    /** Called when the readers have moved to their next batch. */
    void nextBatch() {
        columns.forEach(ParquetColumn::nextBatch);
    }

    /** A row of the batch. */
    ObjectNode row(int row) {
        ObjectNode object = NODES.objectNode();
        for (SchemaNode child : root.children()) {
            JsonNode value = child.name().startsWith(PANDAS_INDEX) ? null : value(child, 0, row);
            if (value != null) {
                object.set(child.name(), value.isString() ? Cell.ofString(child.name(), value.stringValue()) : value);
            }
        }
        return object;
    }

    /** How many bytes the values had that were put together so far. */
    long bytes() {
        return columns.stream().mapToLong(ParquetColumn::bytes).sum();
    }

    /** The value of a node at an item of a layer of the columns below it, or null. */
    private @Nullable JsonNode value(SchemaNode node, int layer, int item) {
        if (node instanceof PrimitiveNode leaf) {
            return columns.get(leaf.columnIndex()).value(item);
        }
        GroupNode group = (GroupNode) node;
        ColumnReader any = columns.get(firstColumn(group)).reader();
        if (group.isList() || group.isMap()) {
            return any.getLayerValidity(layer).isNull(item) ? null : repeated(group, any.getLayerOffsets(layer), layer + 1, item);
        }
        if (group.repetitionType() != RepetitionType.OPTIONAL) {
            return struct(group, layer, item);
        }
        return any.getLayerValidity(layer).isNull(item) ? null : struct(group, layer + 1, item);
    }

    private ObjectNode struct(GroupNode group, int layer, int item) {
        ObjectNode object = NODES.objectNode();
        for (SchemaNode child : group.children()) {
            JsonNode value = value(child, layer, item);
            if (value != null) {
                object.set(child.name(), value);
            }
        }
        return object;
    }

    private JsonNode repeated(GroupNode group, int[] offsets, int layer, int item) {
        if (group.isMap()) {
            GroupNode pair = (GroupNode) group.children().getFirst();
            ObjectNode object = NODES.objectNode();
            for (int index = offsets[item]; index < offsets[item + 1]; index++) {
                JsonNode key = value(pair.children().getFirst(), layer, index);
                JsonNode value = pair.children().size() < 2 ? null : value(pair.children().get(1), layer, index);
                if (key != null && value != null) {
                    object.set(key.asString(), value);
                }
            }
            return object;
        }
        SchemaNode element = Objects.requireNonNull(group.getListElement());
        ArrayNode array = NODES.arrayNode();
        for (int index = offsets[item]; index < offsets[item + 1]; index++) {
            JsonNode value = value(element, layer, index);
            array.add(value == null ? NODES.nullNode() : value);
        }
        return array;
    }

    private static int firstColumn(SchemaNode node) {
        SchemaNode next = node;
        while (next instanceof GroupNode group) {
            next = group.children().getFirst();
        }
        return ((PrimitiveNode) next).columnIndex();
    }
}
