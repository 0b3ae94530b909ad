package dev.downshift.engine.traces;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Records that Downshift exported with a {@link Remainder} beside what their format has a place for: one call each. */
final class ExportedReader implements RecordReader {

    @Override
    public TraceFormat format() {
        return TraceFormat.CANONICAL;
    }

    @Override
    public TraceFormat format(JsonNode record) {
        ObjectNode plain = plain(record);
        RecordReader reader = reader(plain);
        return reader == null ? format() : reader.format(plain);
    }

    @Override
    public boolean recognises(JsonNode record) {
        return Remainder.isOne(record.get(Remainder.FIELD));
    }

    @Override
    public Stream<LlmCall> read(JsonNode record, Place place, Times times) {
        ObjectNode plain = plain(record);
        return Stream.of(Remainder.of(record.get(Remainder.FIELD)).over(() -> byConvention(plain, place, times), place.call(0), times));
    }

    /** The call that a record is without its remainder. */
    static @Nullable LlmCall byConvention(ObjectNode plain, Place place, Times times) {
        RecordReader reader = reader(plain);
        return reader == null ? CallColumns.call(plain, place, times) : reader.read(plain, place, times).findFirst().orElse(null);
    }

    /** The reader of a log; null for a row of a table, which only the remainder makes recognisable. */
    private static @Nullable RecordReader reader(ObjectNode plain) {
        return plain.has("request") ? RecordReaders.find(plain) : null;
    }

    private static ObjectNode plain(JsonNode record) {
        ObjectNode plain = ((ObjectNode) record).objectNode();
        record.properties().forEach(field -> {
            if (!field.getKey().equals(Remainder.FIELD)) {
                plain.set(field.getKey(), field.getValue());
            }
        });
        return plain;
    }
}
