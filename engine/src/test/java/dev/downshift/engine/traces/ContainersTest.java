package dev.downshift.engine.traces;

import static dev.downshift.engine.traces.Packed.bytes;
import static dev.downshift.engine.traces.Packed.concat;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ContainersTest {

    private static final List<String> RECORDS = BadFiles.goodRecords();
    private static final byte[] LINES = BadFiles.lines(RECORDS);
    private static final byte[] FIRST = BadFiles.lines(RECORDS.subList(0, 4));
    private static final byte[] SECOND = BadFiles.bytes("[" + String.join(",", RECORDS.subList(4, 9)) + "]");
    private static final String LONG_NAME = "a-long-folder-of-the-night/".repeat(9) + "second.json";

    static Stream<Arguments> files() {
        Map<String, byte[]> two = map("first.jsonl", FIRST, LONG_NAME, SECOND);
        Map<String, byte[]> packed = map("first.jsonl.zst", Packed.zstd(FIRST), "b/second", Gzip.of(SECOND));
        return Stream.of(
                Arguments.of("zstd", Packed.zstd(LINES)),
                Arguments.of("zstd, a frame of known size", Packed.zstdFrame(LINES)),
                Arguments.of("zstd, two frames", concat(Packed.zstd(FIRST), Packed.zstdFrame(lines(4, 9)))),
                Arguments.of("zstd with skippable frames", concat(Packed.skippableFrame("index"), Packed.zstd(LINES), Packed.skippableFrame("end"))),
                Arguments.of("bzip2", Packed.bzip2(LINES)),
                Arguments.of("bzip2, two streams", concat(Packed.bzip2(FIRST), Packed.bzip2(lines(4, 9)))),
                Arguments.of("gzip in zstd in bzip2", Packed.bzip2(Packed.zstd(Gzip.of(LINES)))),
                Arguments.of("tar", Packed.tar(two)),
                Arguments.of("tar with GNU's long names", Packed.tar(two, TarArchiveOutputStream.LONGFILE_GNU)),
                Arguments.of("tar.gz", Gzip.of(Packed.tar(two))),
                Arguments.of("tar.zst", Packed.zstd(Packed.tar(two))),
                Arguments.of("tar.bz2", Packed.bzip2(Packed.tar(two))),
                Arguments.of("tar of compressed files", Packed.tar(packed)),
                Arguments.of("zip", Packed.zip(two)),
                Arguments.of("zip with sizes first", Packed.zipOnDisk(two, ZipArchiveEntry.DEFLATED)),
                Arguments.of("zip that only stores", Packed.zipOnDisk(two, ZipArchiveEntry.STORED)),
                Arguments.of("zip of compressed files", Packed.zip(packed)),
                Arguments.of("zip in gzip", Gzip.of(Packed.zip(two))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void everyRecordIsRead(String name, byte[] file) {
        CollectingSink sink = Readings.of(file);

        assertThat(sink.rejected).as(name).isEmpty();
        assertThat(Readings.marks(sink)).isEqualTo(BadFiles.marks(IntStream.range(0, 9)));
        assertThat(sink.calls).extracting(call -> call.position().record()).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
    }

    @Test
    void aCallSaysWhichFileOfTheArchiveItIsFromAndWhereItStandsThere() {
        CollectingSink sink = Readings.of(Gzip.of(Packed.tar(map("./first.jsonl", FIRST, LONG_NAME, SECOND))));

        assertThat(sink.calls).extracting(call -> Objects.requireNonNull(call.metadata().get("file")).stringValue())
                .containsExactly("first.jsonl", "first.jsonl", "first.jsonl", "first.jsonl", LONG_NAME, LONG_NAME, LONG_NAME, LONG_NAME, LONG_NAME);
        assertThat(sink.calls.get(3).position().line()).isEqualTo(4);
        assertThat(sink.calls.get(4).position().byteOffset()).isEqualTo(1);
    }

    @Test
    void aRejectedRecordSaysWhichFileOfTheArchiveItIsIn() {
        CollectingSink sink = Readings.of(Packed.zip(map("good.jsonl", FIRST, "bad.jsonl", bytes("\n{\"a\": 1}\n"))));

        assertThat(sink.rejected).singleElement().satisfies(rejected -> {
            assertThat(rejected.file()).isEqualTo("bad.jsonl");
            assertThat(rejected.record()).isEqualTo(4);
            assertThat(rejected.line()).isEqualTo(2);
        });
    }

    @Test
    void filesThatNobodyTakesForTracesArePassedOver() {
        Map<String, byte[]> files = map("README.md", bytes("# Traces, as of today\nRead, them.\n"), ".DS_Store", new byte[] {0, 0, 0, 1, 'B', 'u', 'd', '1'},
                "__MACOSX/._first.jsonl", new byte[] {0, 5, 22, 7}, "logs/", new byte[0], "shot.png", new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10},
                "_SUCCESS", new byte[0], "logs/first", FIRST);

        for (byte[] archive : List.of(Packed.tar(files), Packed.zip(files))) {
            CollectingSink sink = Readings.of(archive);
            assertThat(sink.rejected).isEmpty();
            assertThat(sink.calls).hasSize(4);
        }
    }

    @Test
    void aFileThatIsNamedLikeTracesAndHoldsNoneIsTold() {
        CollectingSink sink = Readings.of(Packed.tar(map("first.jsonl", FIRST, "empty.jsonl", new byte[0], "prose.csv", bytes("Dear support\n"), "a.json.xz", new byte[] {(byte) 0xfd, '7', 'z', 'X', 'Z', 0})));

        assertThat(sink.calls).hasSize(4);
        assertThat(sink.rejected).extracting(RejectedRecord::file).containsExactly("empty.jsonl", "prose.csv", "a.json.xz");
    }

    @Test
    void tenThousandSmallFilesAreRead() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (int index = 0; index < 10_000; index++) {
            files.put("calls/" + index + ".json", bytes(RECORDS.get(index % 9)));
        }

        assertThat(CollectingSink.read(Packed.zip(files)).calls).hasSize(10_000);
        assertThat(CollectingSink.read(Packed.zstd(Packed.tar(files))).calls).hasSize(10_000);
    }

    @Test
    void anArchiveMayHoldTablesBesideJson() {
        CollectingSink sink = Readings.of(Packed.zip(map("a.csv", bytes("prompt;response\nHi;Ho\n"), "b.jsonl", FIRST)));

        assertThat(sink.rejected).isEmpty();
        assertThat(sink.calls).hasSize(5);
    }

    private static byte[] lines(int from, int to) {
        return BadFiles.lines(RECORDS.subList(from, to));
    }

    static Map<String, byte[]> map(Object... namesAndBytes) {
        Map<String, byte[]> map = new LinkedHashMap<>();
        for (int index = 0; index < namesAndBytes.length; index += 2) {
            map.put((String) namesAndBytes[index], Arrays.copyOf((byte[]) namesAndBytes[index + 1], ((byte[]) namesAndBytes[index + 1]).length));
        }
        return map;
    }
}
