package dev.downshift.engine.traces;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/** Compresses test files. */
final class Gzip {

    private Gzip() {}

    static byte[] of(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    /** With an extra field, a file name, a comment and a checksum of the header, as RFC 1952 allows. */
    static byte[] withEveryOptionalField(byte[] bytes) {
        byte[] plain = of(bytes);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(plain, 0, 3);
        out.write(2 | 4 | 8 | 16);
        out.write(plain, 4, 6);
        out.writeBytes(new byte[] {3, 0, 'a', 'b', 'c'});
        out.writeBytes("night.jsonl\0of a robot\0".getBytes(StandardCharsets.ISO_8859_1));
        out.writeBytes(new byte[] {1, 2});
        out.write(plain, 10, plain.length - 10);
        return out.toByteArray();
    }
}
