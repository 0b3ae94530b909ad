package dev.downshift.engine.traces;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes a struct in Thrift's compact protocol, its fields in the order of their numbers. {@link ThriftFields} reads it. */
final class ThriftStruct {

    private static final int TRUE = 1;
    private static final int FALSE = 2;
    private static final int I32 = 5;
    private static final int I64 = 6;
    private static final int BINARY = 8;
    private static final int LIST = 9;
    private static final int STRUCT = 12;
    private static final int LONGEST_SHORT = 15;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int last;

    ThriftStruct bool(int field, boolean value) {
        head(field, value ? TRUE : FALSE);
        return this;
    }

    ThriftStruct i32(int field, int value) {
        head(field, I32);
        zigzag(value);
        return this;
    }

    ThriftStruct i64(int field, long value) {
        head(field, I64);
        zigzag(value);
        return this;
    }

    ThriftStruct text(int field, String value) {
        head(field, BINARY);
        binary(value);
        return this;
    }

    ThriftStruct struct(int field, ThriftStruct value) {
        head(field, STRUCT);
        bytes.writeBytes(value.bytes());
        return this;
    }

    ThriftStruct structs(int field, List<ThriftStruct> values) {
        list(field, STRUCT, values.size());
        values.forEach(value -> bytes.writeBytes(value.bytes()));
        return this;
    }

    ThriftStruct i32s(int field, int... values) {
        list(field, I32, values.length);
        for (int value : values) {
            zigzag(value);
        }
        return this;
    }

    ThriftStruct texts(int field, String... values) {
        list(field, BINARY, values.length);
        for (String value : values) {
            binary(value);
        }
        return this;
    }

    /** The whole struct. */
    byte[] bytes() {
        ByteArrayOutputStream ended = new ByteArrayOutputStream(bytes.size() + 1);
        ended.writeBytes(bytes.toByteArray());
        ended.write(0);
        return ended.toByteArray();
    }

    private void head(int field, int type) {
        if (field <= last) {
            throw new IllegalArgumentException("field " + field + " follows field " + last);
        }
        if (field - last <= LONGEST_SHORT) {
            bytes.write(((field - last) << 4) | type);
        } else {
            bytes.write(type);
            zigzag(field);
        }
        last = field;
    }

    private void list(int field, int type, int size) {
        head(field, LIST);
        if (size < LONGEST_SHORT) {
            bytes.write((size << 4) | type);
        } else {
            bytes.write((LONGEST_SHORT << 4) | type);
            varint(size);
        }
    }

    private void binary(String value) {
        byte[] text = value.getBytes(StandardCharsets.UTF_8);
        varint(text.length);
        bytes.writeBytes(text);
    }

    private void zigzag(long value) {
        varint((value << 1) ^ (value >> 63));
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes.write((int) (rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        bytes.write((int) rest);
    }
}
