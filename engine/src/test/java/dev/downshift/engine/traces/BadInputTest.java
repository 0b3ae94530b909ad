package dev.downshift.engine.traces;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BadInputTest {

    private static final TraceReader READER = TraceReader.withRecordLimit(BadFiles.RECORD_LIMIT, CollectingSink.RECEIVED_AT);

    static List<BadFiles.BadFile> files() {
        return BadFiles.twoHundred(20260131);
    }

    @Test
    void thereAreTwoHundredBadFiles() {
        assertThat(files()).hasSize(200);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void aBadFileGivesClearMessagesAndItsGoodRecordsStay(BadFiles.BadFile file) {
        CollectingSink sink = CollectingSink.read(READER, new ByteArrayInputStream(file.bytes()), 0);

        Set<String> marks = sink.calls.stream()
                .map(call -> Objects.requireNonNull(call.metadata().get("mark")).stringValue())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(marks).as("%s, rejected %s", file, sink.rejected).isEqualTo(file.good());
        assertThat(sink.rejected).isNotEmpty().allSatisfy(rejected -> {
            assertThat(rejected.reason()).hasSizeBetween(10, 200).doesNotContain("secret", "Exception", "tools.jackson");
            assertThat(rejected.remedy()).hasSizeBetween(10, 200).endsWith(".");
            assertThat(rejected.line()).isPositive();
            assertThat(rejected.byteOffset()).isNotNegative();
        });
    }

    @Test
    void aLineFarBeyondTheLimitIsSkippedWithoutHoldingIt() {
        String good = BadFiles.goodRecords().getFirst() + "\n";
        long fiftyMegabytes = 50L << 20;
        InputStream input = new java.io.SequenceInputStream(java.util.Collections.enumeration(List.of(
                stream(good), stream("{\"request\": \""), new Repeating('x', fiftyMegabytes), stream("\"}\n"), stream(good))));

        CollectingSink sink = CollectingSink.read(READER, input, 0);

        assertThat(sink.calls).hasSize(2);
        assertThat(sink.rejected).singleElement().satisfies(rejected -> {
            assertThat(rejected.line()).isEqualTo(2);
            assertThat(rejected.byteOffset()).isEqualTo(good.getBytes(StandardCharsets.UTF_8).length);
            assertThat(rejected.reason()).contains("1,048,576 bytes");
        });
        assertThat(sink.calls.get(1).position().line()).isEqualTo(3);
    }

    @Test
    void aHundredThousandEmptyGzipMembersAreOnlyLong() {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        byte[] empty = Gzip.of(new byte[0]);
        for (int member = 0; member < 100_000; member++) {
            file.writeBytes(empty);
        }
        file.writeBytes(Gzip.of(BadFiles.lines(BadFiles.goodRecords())));

        CollectingSink sink = CollectingSink.read(file.toByteArray());

        assertThat(sink.calls).hasSameSizeAs(BadFiles.goodRecords());
        assertThat(sink.rejected).isEmpty();
    }

    @Test
    void aFileThatUnpacksToFarMoreThanItsSizeIsReadOnlySoFar() {
        byte[] lines = BadFiles.lines(BadFiles.goodRecords());
        byte[] blown = new byte[80 << 20];
        java.util.Arrays.fill(blown, (byte) ' ');
        System.arraycopy(lines, 0, blown, 0, lines.length);

        CollectingSink sink = CollectingSink.read(Gzip.of(Gzip.of(blown)));

        assertThat(sink.calls).hasSameSizeAs(BadFiles.goodRecords());
        assertThat(sink.rejected).last().satisfies(rejected -> {
            assertThat(rejected.reason()).contains("more than 500 times its size");
            assertThat(rejected.byteOffset()).isBetween(64L << 20, 66L << 20);
        });
    }

    @Test
    void aCommaThatSeparatesNothingIsToldWhereItStandsAndOnceForEachGap() {
        String record = BadFiles.goodRecords().getFirst();

        CollectingSink sink = CollectingSink.read("[,\n" + record + ",\n,\n, ," + record + ",\n]");

        assertThat(sink.calls).hasSize(2);
        assertThat(sink.rejected).extracting(RejectedRecord::line).containsExactly(1L, 3L, 4L);
        assertThat(sink.rejected).allSatisfy(rejected -> assertThat(rejected.reason()).isEqualTo("A comma of the array separates nothing"));
        assertThat(CollectingSink.read("[" + record + ",\n" + record + " ]").rejected).isEmpty();
    }

    @Test
    void anErrorOfTheSourceIsThrownAndNotTakenForABadFile() {
        InputStream failing = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new java.io.EOFException("the disk went away");
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                return read();
            }
        };

        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> READER.read(failing, 0, new CollectingSink())))
                .isInstanceOf(IOException.class).hasMessage("the disk went away");
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The same byte again and again, made as it is read. */
    private static final class Repeating extends InputStream {
        private final int value;
        private long left;

        Repeating(int value, long count) {
            this.value = value;
            this.left = count;
        }

        @Override
        public int read() {
            return left-- > 0 ? value : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (left <= 0) {
                return -1;
            }
            int count = (int) Math.min(left, length);
            java.util.Arrays.fill(target, offset, offset + count, (byte) value);
            left -= count;
            return count;
        }
    }
}
