package dev.downshift.engine.traces;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes a flat table as a Parquet file (format 2.11): every column optional, plain values, one page a column and group of rows, compressed with
 * zstd. Holds one group of rows at a time, and a few kilobytes of the footer for each group.
 */
final class ParquetFile {

    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    private static final long GROUP_BYTES = 8 << 20;
    private static final int GROUP_ROWS = 20_000;
    private static final int COMPRESSION_LEVEL = 3;
    private static final int ZSTD = 6;
    private static final int DATA_PAGE = 0;
    private static final int PLAIN = 0;
    private static final int RLE = 3;
    private static final int OPTIONAL = 1;

    private final OutputStream out;
    private final List<ParquetValues> columns;
    private final List<ThriftStruct> groups = new ArrayList<>();
    private long position;
    private long rows;
    private int groupRows;

    ParquetFile(OutputStream out, List<Column> columns) {
        this.out = out;
        this.columns = columns.stream().map(ParquetValues::new).toList();
    }

    /** A column of the table. */
    record Column(String name, ColumnType type) {}

    /** What a column holds: its physical type, its older and its newer logical type, by their numbers in the format. */
    enum ColumnType {
        TEXT(6, 0, 1), JSON(6, 19, 12), INT(1, -1, -1), DOUBLE(5, -1, -1),
        /** Microseconds since 1970 in UTC. */
        TIME(2, 10, 8);

        final int physical;
        final int converted;
        final int logical;

        ColumnType(int physical, int converted, int logical) {
            this.physical = physical;
            this.converted = converted;
            this.logical = logical;
        }
    }

    /** Adds a row; what it does not have of the columns is null. */
    void add(ObjectNode row) throws IOException {
        long bytes = 0;
        for (ParquetValues column : columns) {
            JsonNode value = row.get(column.column().name());
            column.add(value == null || value.isNull() ? null : value);
            bytes += column.size();
        }
        rows++;
        groupRows++;
        if (bytes >= GROUP_BYTES || groupRows >= GROUP_ROWS) {
            endGroup();
        }
    }

    /** Writes the last rows and the footer. */
    void finish() throws IOException {
        begin();
        if (groupRows > 0) {
            endGroup();
        }
        byte[] footer = footer().bytes();
        write(footer);
        write(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(footer.length).array());
        write(MAGIC);
        out.flush();
    }

    private void begin() throws IOException {
        if (position == 0) {
            write(MAGIC);
        }
    }

    private void endGroup() throws IOException {
        begin();
        List<ThriftStruct> chunks = new ArrayList<>();
        long before = position;
        long unpacked = 0;
        for (ParquetValues column : columns) {
            byte[] page = column.takePage();
            byte[] packed = Zstd.compress(page, COMPRESSION_LEVEL);
            byte[] header = new ThriftStruct().i32(1, DATA_PAGE).i32(2, page.length).i32(3, packed.length)
                    .struct(5, new ThriftStruct().i32(1, groupRows).i32(2, PLAIN).i32(3, RLE).i32(4, RLE)).bytes();
            chunks.add(chunk(column.column(), header.length + page.length, header.length + packed.length));
            unpacked += header.length + page.length;
            write(header);
            write(packed);
        }
        groups.add(new ThriftStruct().structs(1, chunks).i64(2, unpacked).i64(3, groupRows).i64(5, before).i64(6, position - before));
        groupRows = 0;
    }

    private ThriftStruct chunk(Column column, long unpacked, long packed) {
        return new ThriftStruct().i64(2, position).struct(3, new ThriftStruct().i32(1, column.type().physical).i32s(2, PLAIN, RLE)
                .texts(3, column.name()).i32(4, ZSTD).i64(5, groupRows).i64(6, unpacked).i64(7, packed).i64(9, position));
    }

    private ThriftStruct footer() {
        List<ThriftStruct> schema = new ArrayList<>();
        schema.add(new ThriftStruct().text(4, "calls").i32(5, columns.size()));
        columns.forEach(values -> schema.add(schema(values.column())));
        return new ThriftStruct().i32(1, 1).structs(2, schema).i64(3, rows).structs(4, groups).text(6, "downshift");
    }

    private static ThriftStruct schema(Column column) {
        ColumnType type = column.type();
        ThriftStruct element = new ThriftStruct().i32(1, type.physical).i32(3, OPTIONAL).text(4, column.name());
        if (type.converted >= 0) {
            element.i32(6, type.converted).struct(10, new ThriftStruct().struct(type.logical, type == ColumnType.TIME ? microsecondsInUtc() : new ThriftStruct()));
        }
        return element;
    }

    private static ThriftStruct microsecondsInUtc() {
        return new ThriftStruct().bool(1, true).struct(2, new ThriftStruct().struct(2, new ThriftStruct()));
    }

    private void write(byte[] bytes) throws IOException {
        out.write(bytes);
        position += bytes.length;
    }
}
