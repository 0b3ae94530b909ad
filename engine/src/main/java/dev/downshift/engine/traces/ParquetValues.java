package dev.downshift.engine.traces;

import dev.downshift.engine.traces.ParquetFile.Column;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The values of one optional column on their way into a page: which are there, in runs, and those that are, plainly one after the other. */
final class ParquetValues {

    private final Column column;
    private ByteArrayOutputStream values = new ByteArrayOutputStream();
    private ByteArrayOutputStream levels = new ByteArrayOutputStream();
    private boolean there;
    private int run;

    ParquetValues(Column column) {
        this.column = column;
    }

    Column column() {
        return column;
    }

    /** In bytes. */
    long size() {
        return (long) values.size() + levels.size();
    }

    void add(@Nullable JsonNode value) {
        boolean isThere = value != null;
        if (run > 0 && isThere != there) {
            endRun();
        }
        there = isThere;
        run++;
        if (value != null) {
            write(value);
        }
    }

    /** The page of the values so far; begins a new one. */
    byte[] takePage() {
        endRun();
        ByteBuffer page = ByteBuffer.allocate(Integer.BYTES + levels.size() + values.size()).order(ByteOrder.LITTLE_ENDIAN);
        page.putInt(levels.size()).put(levels.toByteArray()).put(values.toByteArray());
        levels = new ByteArrayOutputStream();
        values = new ByteArrayOutputStream();
        return page.array();
    }

    private void write(JsonNode value) {
        switch (column.type()) {
            case TEXT -> binary(value.stringValue());
            case JSON -> binary(CanonicalJson.text(value));
            case INT -> values.writeBytes(little(Integer.BYTES).putInt(value.intValue()).array());
            case DOUBLE -> values.writeBytes(little(Double.BYTES).putDouble(value.doubleValue()).array());
            case TIME -> values.writeBytes(little(Long.BYTES).putLong(ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(value.stringValue()))).array());
        }
    }

    private void binary(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        values.writeBytes(little(Integer.BYTES).putInt(bytes.length).array());
        values.writeBytes(bytes);
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A run in the hybrid of run lengths and packed bits, with levels of one bit. */
    private void endRun() {
        int header = run << 1;
        while ((header & ~0x7f) != 0) {
            levels.write((header & 0x7f) | 0x80);
            header >>>= 7;
        }
        levels.write(header);
        levels.write(there ? 1 : 0);
        run = 0;
    }
}
