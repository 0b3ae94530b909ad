package dev.downshift.engine.traces;

import dev.hardwood.metadata.LogicalType;
import dev.hardwood.reader.ColumnReader;
import dev.hardwood.schema.ColumnSchema;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The values of one leaf column of a batch, as JSON: times in ISO 8601, what is not text in base 64. */
final class ParquetColumn {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final long JULIAN_DAY_OF_1970 = 2_440_588;

    private final ColumnSchema schema;
    private final ColumnReader reader;
    private Object values = new int[0];
    private int[] offsets = new int[0];
    private long bytes;

    ParquetColumn(ColumnSchema schema, ColumnReader reader) {
        this.schema = schema;
        this.reader = reader;
    }

    ColumnReader reader() {
        return reader;
    }

    long bytes() {
        return bytes;
    }

    void nextBatch() {
        values = switch (schema.type()) {
            case BOOLEAN -> reader.getBooleans();
            case INT32 -> reader.getInts();
            case INT64 -> reader.getLongs();
            case FLOAT -> reader.getFloats();
            case DOUBLE -> reader.getDoubles();
            case INT96, BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY -> {
                offsets = reader.getBinaryOffsets();
                yield reader.getBinaryValues();
            }
        };
    }

    /** The value at an item of the leaf, or null. */
    @Nullable JsonNode value(int item) {
        if (reader.getLeafValidity().isNull(item)) {
            return null;
        }
        bytes += 8;
        return switch (values) {
            case boolean[] booleans -> NODES.booleanNode(booleans[item]);
            case int[] ints -> whole(ints[item]);
            case long[] longs -> whole(longs[item]);
            case float[] floats -> Float.isFinite(floats[item]) ? NODES.numberNode(new BigDecimal(Float.toString(floats[item]))) : null;
            case double[] doubles -> Double.isFinite(doubles[item]) ? NODES.numberNode(new BigDecimal(Double.toString(doubles[item]))) : null;
            case byte[] all -> binary(Arrays.copyOfRange(all, offsets[item], offsets[item + 1]));
            default -> throw new IllegalStateException("no column has values of " + values.getClass());
        };
    }

    private JsonNode whole(long value) {
        return switch (schema.logicalType()) {
            case LogicalType.DateType date -> NODES.stringNode(LocalDate.ofEpochDay(value).toString());
            case LogicalType.TimestampType time -> NODES.stringNode(Instant.EPOCH.plus(value, unit(time.unit())).toString());
            case LogicalType.TimeType time -> NODES.stringNode(LocalTime.MIDNIGHT.plus(value, unit(time.unit())).toString());
            case LogicalType.DecimalType decimal -> NODES.numberNode(BigDecimal.valueOf(value, decimal.scale()));
            case LogicalType.IntType number when !number.isSigned() -> NODES.numberNode(number.bitWidth() < 64 ? BigInteger.valueOf(value & 0xffffffffL)
                    : new BigInteger(Long.toUnsignedString(value)));
            case null, default -> NODES.numberNode(value);
        };
    }

    private JsonNode binary(byte[] value) {
        bytes += value.length;
        return switch (schema.type()) {
            case INT96 -> NODES.stringNode(ofJulian(ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN)).toString());
            default -> switch (schema.logicalType()) {
                case LogicalType.DecimalType decimal -> NODES.numberNode(new BigDecimal(new BigInteger(value), decimal.scale()));
                case LogicalType.UuidType uuid -> NODES.stringNode(HexFormat.of().formatHex(value).replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5"));
                case LogicalType.JsonType json -> StrictJson.parseEmbedded(text(value), schema.name());
                case LogicalType.StringType string -> NODES.stringNode(text(value));
                case null, default -> isText(value) ? NODES.stringNode(new String(value, StandardCharsets.UTF_8)) : NODES.stringNode(Base64.getEncoder().encodeToString(value));
            };
        };
    }

    private String text(byte[] value) {
        if (!isText(value)) {
            throw new BadRecord("Column \"" + schema.name() + "\" holds text that is not valid UTF-8", "Write the column with UTF-8.");
        }
        return new String(value, StandardCharsets.UTF_8);
    }

    private static boolean isText(byte[] value) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value));
            return true;
        } catch (CharacterCodingException notText) {
            return false;
        }
    }

    /** The older way of Spark and Impala: nanoseconds of the day, and the Julian day. */
    private static Instant ofJulian(ByteBuffer value) {
        long nanoseconds = value.getLong();
        return LocalDate.ofEpochDay(value.getInt() - JULIAN_DAY_OF_1970).atStartOfDay(ZoneOffset.UTC).toInstant().plusNanos(nanoseconds);
    }

    private static ChronoUnit unit(LogicalType.TimeUnit unit) {
        return switch (unit) {
            case MILLIS -> ChronoUnit.MILLIS;
            case MICROS -> ChronoUnit.MICROS;
            case NANOS -> ChronoUnit.NANOS;
        };
    }
}
