package dev.downshift.engine.traces;

import static dev.downshift.engine.traces.Packed.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StreamingMemoryTest {

    private static final int PARTS = 300;
    private static final int RECORDS_IN_PART = 10;
    private static final long MOST_GROWTH = 100 << 20;

    static Stream<Arguments> large() {
        byte[] lines = part("{\"request\":{\"messages\":[{\"role\":\"user\",\"content\":\"", "\"}]},\"response\":\"ok\"}\n");
        byte[] rows = part("\"", "\",ok\n");
        byte[] header = header((long) lines.length * PARTS);
        return Stream.of(
                Arguments.of("lines in zstd", stream(new byte[0], Packed.zstdFrame(lines), new byte[0])),
                Arguments.of("a file of a tar archive in zstd", stream(Packed.zstdFrame(header), Packed.zstdFrame(lines), Packed.zstdFrame(end(lines.length)))),
                Arguments.of("a table in gzip", stream(Gzip.of(bytes("prompt,response\n")), Gzip.of(rows), new byte[0])));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("large")
    void muchIsReadInLittleMemory(String name, InputStream file) throws IOException {
        long before = used();
        long most = 0;
        long records = 0;
        try (TraceRecords reading = TraceRecords.open(file, TraceReader.DEFAULT_RECORD_LIMIT, CollectingSink.RECEIVED_AT)) {
            for (TraceRecord record = reading.next(); record != null; record = reading.next()) {
                assertThat(record).as(name).isInstanceOf(TraceRecord.Read.class);
                records++;
                if (records % 1_000 == 0) {
                    most = Math.max(most, used());
                }
            }
            assertThat(reading.bytes()).isGreaterThan(PARTS * 1_000_000L);
        }
        assertThat(records).isEqualTo((long) PARTS * RECORDS_IN_PART);
        assertThat(most - before).isLessThan(MOST_GROWTH);
    }

    /** A megabyte of records that compresses about 50 times. */
    private static byte[] part(String before, String after) {
        StringBuilder text = new StringBuilder();
        Random random = new Random(1);
        for (int record = 0; record < RECORDS_IN_PART; record++) {
            text.append(before);
            random.ints(1_000, 'a', 'z' + 1).forEach(letter -> text.append((char) letter).append("abcdefghijklmnopqrstuvwxyz".repeat(4)));
            text.append(after);
        }
        return bytes(text.toString());
    }

    private static byte[] header(long size) {
        byte[] empty = Packed.tar(ContainersTest.map("calls.jsonl", new byte[0]));
        byte[] header = Arrays.copyOf(empty, TarMembers.BLOCK);
        System.arraycopy(bytes(String.format("%011o", size)), 0, header, 124, 11);
        Arrays.fill(header, 148, 156, (byte) ' ');
        int sum = IntStream.range(0, header.length).map(index -> header[index] & 0xff).sum();
        System.arraycopy(bytes(String.format("%06o", sum)), 0, header, 148, 6);
        header[154] = 0;
        return header;
    }

    private static byte[] end(long partLength) {
        long size = partLength * PARTS;
        return new byte[(int) ((TarMembers.BLOCK - size % TarMembers.BLOCK) % TarMembers.BLOCK) + 2 * TarMembers.BLOCK];
    }

    private static InputStream stream(byte[] first, byte[] part, byte[] last) {
        Enumeration<InputStream> parts = Collections.enumeration(List.of(new ByteArrayInputStream(first),
                new SequenceInputStream(Collections.enumeration(Collections.nCopies(PARTS, part).stream().<InputStream>map(ByteArrayInputStream::new).toList())),
                new ByteArrayInputStream(last)));
        return new SequenceInputStream(parts);
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
