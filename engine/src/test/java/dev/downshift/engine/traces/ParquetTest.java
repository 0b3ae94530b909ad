package dev.downshift.engine.traces;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files are made by {@code parquet/make.py} of the test resources. */
class ParquetTest {

    @AfterEach
    void nothingStaysOnDisk() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            assertThat(files.map(file -> file.getFileName().toString())).noneMatch(name -> name.startsWith("downshift-") && name.endsWith(".parquet"));
        }
    }

    @Test
    void nestedListsAndStructsBecomeJson() {
        CollectingSink sink = Readings.of(file("conversations-zstd"));

        assertThat(sink.rejected).isEmpty();
        assertThat(sink.calls).hasSize(200);
        LlmCall call = sink.calls.get(5);
        assertThat(call.conversation()).isEqualTo("run-2");
        assertThat(call.messages()).hasSize(4);
        assertThat(call.messages().get(1).content()).isEqualTo("Grüße, where is order 2?");
        assertThat(call.messages().get(2).toolCalls()).containsExactly(new Message.ToolCall("call_2", "look_up", "{\"order\": 2}"));
        assertThat(call.occurredAt()).isEqualTo("2026-01-31T12:00:02Z");
        assertThat(CanonicalJson.text(call.metadata())).isEqualTo("{\"labels\":{\"kind\":\"order\"},\"score\":0.5,\"tags\":[\"a\",null]}");
        assertThat(call.position()).isEqualTo(new LlmCall.Position(2, 1, 3, 0));
        assertThat(CanonicalJson.text(sink.calls.get(7).metadata())).isEqualTo("{\"tags\":[]}");
    }

    @Test
    void simpleColumnsGiveCalls() {
        CollectingSink sink = Readings.of(file("prompts-snappy"));

        assertThat(sink.rejected).isEmpty();
        assertThat(sink.calls).hasSize(100);
        assertThat(sink.calls.get(99).messages()).containsExactly(Message.of(Message.Role.USER, "Question 99"));
        assertThat(Objects.requireNonNull(sink.calls.get(99).response()).content()).isEqualTo("Answer 99");
        assertThat(sink.calls.get(99).metadata()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"strings-gzip", "strings-none"})
    void columnsOfJsonAreOpened(String name) {
        CollectingSink sink = Readings.of(file(name));

        assertThat(sink.rejected).isEmpty();
        assertThat(sink.calls).hasSize(100);
        assertThat(Readings.marks(sink)).hasSize(100);
    }

    @Test
    void parquetMayStandInAnArchive() {
        CollectingSink sink = Readings.of(Packed.zip(ContainersTest.map("train.parquet", file("prompts-snappy"), "test.parquet", file("strings-gzip"))));

        assertThat(sink.rejected).isEmpty();
        assertThat(sink.calls).hasSize(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"conversations-zstd", "prompts-snappy", "strings-gzip", "strings-none"})
    void whereverItIsCutOffThatIsTold(String name) {
        byte[] whole = file(name);
        for (int cut = 0; cut < 50; cut++) {
            CollectingSink sink = Readings.of(Arrays.copyOf(whole, 4 + (whole.length - 5) * cut / 50));
            assertThat(sink.rejected).singleElement().satisfies(rejected -> assertThat(rejected.reason()).contains("cut off"));
        }
    }

    @Test
    void aDamagedPageKeepsTheRowsBeforeIt() {
        byte[] damaged = file("strings-none");
        damaged[damaged.length * 3 / 4] ^= 1;

        CollectingSink sink = CollectingSink.read(damaged);

        assertThat(sink.rejected).singleElement().satisfies(rejected -> assertThat(rejected.reason()).isEqualTo("The Parquet file is damaged here"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"conversations-zstd", "prompts-snappy", "strings-gzip", "strings-none"})
    void flippedBytesAreNeverThrown(String name) {
        Random random = new Random(20_260_131);
        for (int change = 0; change < 50; change++) {
            byte[] damaged = file(name);
            damaged[4 + random.nextInt(damaged.length - 4)] ^= (byte) (1 << random.nextInt(8));

            CollectingSink sink = CollectingSink.read(damaged);

            assertThat(sink.calls.size() + sink.rejected.size()).isPositive();
        }
    }

    @Test
    void badFilesSayWhy() {
        assertThat(Readings.reasons(Readings.of(file("prompts-lz4")))).containsExactly("The Parquet file is compressed with LZ4_RAW, which is not read");
        assertThat(Readings.reasons(Readings.of(file("empty")))).containsExactly("The file holds no record");
        assertThat(Readings.reasons(Readings.of(file("one-large-page")))).containsExactly("A page of the Parquet file needs too much memory to be unpacked");
        assertThat(Readings.of(file("other-columns")).rejected).singleElement().satisfies(rejected -> assertThat(rejected.remedy()).contains("\"prompt\""));
        assertThat(CollectingSink.read(file("repeated")).rejected).last().satisfies(rejected -> assertThat(rejected.reason()).contains("more than 500 times its size"));
    }

    @Test
    void aFileThatIsTooLargeForTheDiskIsTold() throws IOException {
        try (TraceRecords records = TraceRecords.open(new ByteArrayInputStream(file("strings-gzip")), new ReadLimits(1_000_000, 1_000), CollectingSink.RECEIVED_AT)) {
            assertThat(records.next()).isInstanceOfSatisfying(TraceRecord.Rejected.class,
                    rejected -> assertThat(rejected.reason().reason()).isEqualTo("The Parquet file is larger than 1,000 bytes"));
            assertThat(records.next()).isNull();
        }
    }

    @Test
    void aReadingThatIsGivenUpLeavesNothing() throws IOException {
        try (TraceRecords records = TraceRecords.open(new ByteArrayInputStream(file("strings-gzip")), 1_000_000, CollectingSink.RECEIVED_AT)) {
            assertThat(records.next()).isInstanceOf(TraceRecord.Read.class);
        }
    }

    private static byte[] file(String name) {
        try (InputStream input = Objects.requireNonNull(ParquetTest.class.getResourceAsStream("parquet/" + name + ".parquet"))) {
            return input.readAllBytes();
        } catch (IOException impossible) {
            throw new java.io.UncheckedIOException(impossible);
        }
    }
}
