package dev.downshift.engine.traces;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/** The fields of a struct in Thrift's compact protocol, one after the other: each is taken or skipped. */
final class ThriftFields {

    private static final int TRUE = 1;
    private static final int FALSE = 2;
    private static final int BYTE = 3;
    private static final int I16 = 4;
    private static final int I64 = 6;
    private static final int DOUBLE = 7;
    private static final int BINARY = 8;
    private static final int LIST = 9;
    private static final int SET = 10;
    private static final int STRUCT = 12;
    private static final int DEEPEST = 20;

    private final ByteBuffer bytes;
    private final int depth;
    private int id;
    private int type;

    ThriftFields(ByteBuffer bytes) {
        this(bytes, 0);
    }

    private ThriftFields(ByteBuffer bytes, int depth) {
        this.bytes = bytes;
        this.depth = depth;
    }

    /** The number of the next field, or 0 at the end. */
    int next() throws IOException {
        int head = bytes.get() & 0xff;
        if (head == 0) {
            return 0;
        }
        type = head & 0xf;
        id = head >>> 4 == 0 ? (int) zigzag() : id + (head >>> 4);
        if (id <= 0) {
            throw new IOException("a field has no number");
        }
        return id;
    }

    /** The whole number that is the field. */
    long number() throws IOException {
        if (type < I16 || type > I64) {
            throw new IOException("a field is no number");
        }
        return zigzag();
    }

    /** The struct that is the field. */
    ThriftFields struct() throws IOException {
        if (type != STRUCT || depth == DEEPEST) {
            throw new IOException("a field is no struct");
        }
        return new ThriftFields(bytes, depth + 1);
    }

    void skip() throws IOException {
        skip(type);
    }

    private void skip(int skipped) throws IOException {
        switch (skipped) {
            case TRUE, FALSE -> { }
            case BYTE -> pass(1);
            case I16, I16 + 1, I64 -> zigzag();
            case DOUBLE -> pass(Double.BYTES);
            case BINARY -> pass(varint());
            case LIST, SET -> skipList();
            case STRUCT -> {
                type = STRUCT;
                ThriftFields inner = struct();
                while (inner.next() > 0) {
                    inner.skip();
                }
            }
            default -> throw new IOException("a field has an unknown type");
        }
    }

    private void skipList() throws IOException {
        int head = bytes.get() & 0xff;
        long size = head >>> 4 == 0xf ? varint() : head >>> 4;
        int element = head & 0xf;
        for (long index = 0; index < size; index++) {
            skip(element == TRUE || element == FALSE ? BYTE : element);
        }
    }

    private void pass(long count) throws IOException {
        if (count < 0) {
            throw new IOException("a length is negative");
        }
        if (count > bytes.remaining()) {
            throw new BufferUnderflowException();
        }
        bytes.position(bytes.position() + (int) count);
    }

    private long zigzag() throws IOException {
        long value = varint();
        return value >>> 1 ^ -(value & 1);
    }

    private long varint() throws IOException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int next = bytes.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IOException("a number is too long");
    }
}
