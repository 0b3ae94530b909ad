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
        long gigabyte = 1L << 30;
        InputStream input = new java.io.SequenceInputStream(java.util.Collections.enumeration(List.of(
                stream(good), stream("{\"request\": \""), new Repeating('x', gigabyte), stream("\"}\n"), stream(good))));

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
    void anExponentBeyondAnyDecimalIsRejectedLikeAnyHugeNumber() {
        String good = BadFiles.goodRecords().getFirst();
        for (String number : List.of("1e-2147483649", "1e2147483648", "1e99999999999")) {
            String plain = good.replaceFirst("\"latency_ms\": \\d+", "\"latency_ms\": " + number);
            String embedded = good.replace("\"latency_ms\"", "\"tools\": \"[{\\\"n\\\": " + number + "}]\", \"latency_ms\"");

            CollectingSink sink = CollectingSink.read(plain + "\n" + embedded + "\n" + good);

            assertThat(sink.calls).isNotEmpty().last().satisfies(call -> assertThat(call.position().line()).isEqualTo(3));
            assertThat(sink.rejected).first().satisfies(rejected -> assertThat(rejected.reason()).contains("outside the range of a double"));
        }
    }

    @Test
    void aTableWhoseHeaderRowIsNoUtf8IsTold() {
        byte[] table = BadFiles.bytes("pr\udce9nom,prompt,response\nAda,Hi,Ho\n");

        assertThat(Readings.reasons(Readings.of(table))).containsExactly("The header row is not valid UTF-8");
    }

    @Test
    void partsOfARecordThatIsWholeButWrongAreNotTakenForRecords() {
        String wrong = "{\"id\": 1, \"parts\": [{\"id\": 2}, {\"id\": 3}], \"id\": 4}";
        String good = "{\"id\": 5, \"prompt\": \"Hi\", \"response\": \"Ho\"}";

        for (String record : List.of(wrong, wrong.replace("\"id\": 4", "\"n\": NaN"), wrong.replace("\"id\": 4", "\"n\": " + "[".repeat(600) + "]".repeat(600)))) {
            CollectingSink sink = CollectingSink.read("[" + record + ", " + good + "]");
            assertThat(sink.rejected).hasSize(1);
            assertThat(sink.calls).hasSize(1);
        }
    }

    @Test
    void aPartOfALoggedMessageNeedNotStandInAList() {
        String observation = """
                {"id":"o-1","traceId":"t-1","type":"GENERATION","name":"answer","startTime":"2026-01-31T12:00:00Z","model":"gpt-4o",\
                "input":[{"role":"user","parts":{"type":"text","content":"Where is my parcel?"}}],"output":"On its way."}
                """;

        CollectingSink sink = CollectingSink.read(observation);

        assertThat(sink.rejected).isEmpty();
        assertThat(sink.calls).singleElement().satisfies(call -> assertThat(call.messages()).containsExactly(Message.of(Message.Role.USER, "Where is my parcel?")));
    }

    @Test
    void aTimeIsTheSameInWhateverUnitItIsLogged() {
        String record = BadFiles.goodRecords().getFirst();
        for (String time : List.of("1700000000", "1700000000000", "1700000000000000", "1700000000000000000", "1.7e9", "\"1700000000\"", "\"1700000000000\"", "1700000000.000",
                "\"2023-11-14T22:13:20Z\"", "\"2023-11-14T23:13:20+01:00\"", "\"2023-11-14 22:13:20\"", "\"2023-11-14T22:13:20.000000\"")) {
            CollectingSink sink = CollectingSink.read(record.replaceFirst("\"timestamp\": \\d+", "\"timestamp\": " + time));

            assertThat(sink.calls).as(time).singleElement().satisfies(call -> assertThat(call.occurredAt()).isEqualTo("2023-11-14T22:13:20Z"));
        }
    }

    @Test
    void anImageOfTwentyMegabytesIsCountedAndNotKept() {
        byte[] image = new byte[20 << 20];
        new java.util.Random(1).nextBytes(image);
        String url = "data:image/png;base64," + java.util.Base64.getEncoder().encodeToString(image);
        String record = "{\"request\": {\"messages\": [{\"role\": \"user\", \"content\": [{\"type\": \"text\", \"text\": \"What is this?\"}, {\"type\": \"image_url\", \"image_url\": {\"url\": \""
                + url + "\"}}]}]}, \"response\": \"noise\"}\n";

        CollectingSink sink = CollectingSink.read(TraceReader.standard(CollectingSink.RECEIVED_AT), new java.io.SequenceInputStream(stream(record), stream(record)), 0);

        assertThat(sink.rejected).isEmpty();
        assertThat(sink.calls).hasSize(2).allSatisfy(call -> {
            assertThat(call.messages().getFirst().attachments()).singleElement().satisfies(attachment -> assertThat(attachment.reference()).startsWith("sha256:"));
            assertThat(CanonicalJson.text(call)).hasSizeLessThan(1_000);
        });
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
