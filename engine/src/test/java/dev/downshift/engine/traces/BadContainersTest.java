package dev.downshift.engine.traces;

import static dev.downshift.engine.traces.ContainersTest.map;
import static dev.downshift.engine.traces.Packed.bytes;
import static dev.downshift.engine.traces.Packed.concat;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BadContainersTest {

    private static final int CUTS = 50;
    private static final byte[] LINES = BadFiles.lines(BadFiles.goodRecords());
    /** Many different records, so that a cut or a flipped byte falls between them. */
    private static final byte[] LONG = BadFiles.lines(IntStream.range(0, 30).mapToObj(BadContainersTest::noisy).toList());

    static Stream<Arguments> packed() {
        Map<String, byte[]> two = map("first.jsonl", LONG, "second.jsonl", LONG);
        return Stream.of(
                Arguments.of("gzip", Gzip.of(LONG)),
                Arguments.of("zstd", Packed.zstd(LONG)),
                Arguments.of("bzip2", Packed.bzip2(LONG)),
                Arguments.of("tar", Packed.tar(two)),
                Arguments.of("tar.gz", Gzip.of(Packed.tar(two))),
                Arguments.of("tar.zst", Packed.zstd(Packed.tar(two))),
                Arguments.of("zip", Packed.zip(two)),
                Arguments.of("zip with sizes first", Packed.zipOnDisk(two, ZipArchiveEntry.DEFLATED)),
                Arguments.of("stored zip", Packed.zipOnDisk(two, ZipArchiveEntry.STORED)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("packed")
    void whereverAFileIsCutOffTheRecordsBeforeAreKeptAndTheCutIsTold(String name, byte[] file) {
        List<String> whole = texts(CollectingSink.read(file));
        int last = 0;
        for (int cut = 1; cut <= CUTS; cut++) {
            CollectingSink sink = Readings.of(Arrays.copyOf(file, Math.toIntExact((long) (file.length - 1) * cut / CUTS)));

            assertThat(texts(sink)).as("%s, cut %d", name, cut).isEqualTo(whole.subList(0, sink.calls.size()));
            assertThat(sink.calls.size()).isGreaterThanOrEqualTo(last);
            if (!(name.contains("tar") && sink.rejected.isEmpty())) {
                assertThat(sink.rejected).as("%s, cut %d", name, cut).isNotEmpty();
                assertThat(sink.rejected.getLast().reason()).as("%s, cut %d: %s", name, cut, Readings.reasons(sink)).containsAnyOf("cut off", "is not text", "zeros");
            }
            last = sink.calls.size();
        }
        assertThat(last).isGreaterThan(whole.size() / 2);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("packed")
    void flippedBytesAreToldAndNeverThrown(String name, byte[] file) {
        Random random = new Random(20_260_131);
        for (int change = 0; change < CUTS; change++) {
            byte[] damaged = file.clone();
            damaged[damaged.length / 10 + random.nextInt(damaged.length * 8 / 10)] ^= (byte) (1 << random.nextInt(8));

            Readings.of(damaged);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("packed")
    void trailingBytesAreTold(String name, byte[] file) {
        CollectingSink sink = Readings.of(concat(file, bytes("and what is this?".repeat(40))));

        assertThat(sink.calls).hasSize(CollectingSink.read(file).calls.size());
        assertThat(sink.rejected).as(name).singleElement().satisfies(rejected -> assertThat(rejected.reason()).contains("ollow"));
    }

    @Test
    void aDamagedFileOfAnArchiveCostsOnlyItself() {
        byte[] damaged = Gzip.of(LINES);
        damaged[damaged.length - 6] ^= 1;
        Map<String, byte[]> files = map("a.jsonl.gz", damaged, "b.jsonl", LINES);

        for (byte[] archive : List.of(Packed.tar(files), Packed.zip(files), Packed.zipOnDisk(files, ZipArchiveEntry.STORED))) {
            CollectingSink sink = Readings.of(archive);
            assertThat(sink.calls).hasSize(18);
            assertThat(Readings.reasons(sink)).containsExactly("a.jsonl.gz: The compressed file is damaged here");
        }
    }

    @Test
    void aWrongChecksumInAZipIsToldAndTheOtherFilesStay() {
        byte[] archive = Packed.zipOnDisk(map("a.jsonl", LINES, "b.jsonl", LINES), ZipArchiveEntry.STORED);
        int at = new String(archive, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("latency_ms");
        archive[at] = 'L';

        CollectingSink sink = Readings.of(archive);

        assertThat(sink.calls).hasSizeGreaterThanOrEqualTo(17);
        assertThat(Readings.reasons(sink)).contains("a.jsonl: This file of the archive is damaged: its checksum is wrong");
    }

    @Test
    void bombsAreReadOnlySoFar() {
        byte[] blown = Arrays.copyOf(LINES, 80 << 20);
        Arrays.fill(blown, LINES.length, blown.length, (byte) ' ');
        Map<String, byte[]> many = new LinkedHashMap<>();
        byte[] packed = Gzip.of(Arrays.copyOf(blown, 8 << 20));
        for (int index = 0; index < 12; index++) {
            many.put(index + ".jsonl.gz", packed);
        }

        List<Supplier<byte[]>> bombs = List.of(() -> Packed.zstd(blown), () -> Packed.bzip2(Packed.bzip2(blown)), () -> Packed.zip(map("a.jsonl", blown)),
                () -> Gzip.of(Packed.tar(map("a.jsonl", blown))), () -> Packed.zstd(Packed.tar(many)), () -> Packed.zip(map("README", blown, "b.jsonl", LINES)));
        for (Supplier<byte[]> bomb : bombs) {
            CollectingSink sink = CollectingSink.read(bomb.get());
            assertThat(sink.rejected).last().satisfies(rejected -> assertThat(rejected.reason()).contains("more than 500 times its size"));
        }
    }

    @Test
    void aNameThatLeadsOutOfTheArchiveIsToldAndNothingIsReadOrWritten() {
        Map<String, byte[]> files = map("../up.jsonl", LINES, "/etc/cron.d/x.jsonl", LINES, "a/../../b.jsonl", LINES, "C:\\x.jsonl", LINES, "a..b/fine.jsonl", LINES);

        for (byte[] archive : List.of(Packed.tar(files), Packed.zip(files))) {
            CollectingSink sink = Readings.of(archive);
            assertThat(sink.calls).hasSize(9);
            assertThat(sink.rejected).hasSize(4).allSatisfy(rejected -> assertThat(rejected.reason()).contains("leads out of the archive"));
        }
    }

    @Test
    void anEncryptedFileIsToldAndTheOthersAreRead() {
        byte[] archive = Packed.zipOnDisk(map("a.jsonl", LINES, "b.jsonl", LINES), ZipArchiveEntry.DEFLATED);
        archive[6] |= 1;

        CollectingSink sink = Readings.of(archive);

        assertThat(sink.calls).hasSize(9);
        assertThat(Readings.reasons(sink)).containsExactly("a.jsonl: This file of the archive is encrypted");
    }

    @Test
    void anEncryptedFileOfUnknownSizeHidesTheOthersAndThatIsTold() {
        byte[] archive = Packed.zip(map("a.jsonl", LINES, "b.jsonl", LINES));
        archive[6] |= 1;

        assertThat(Readings.reasons(Readings.of(archive))).containsExactly("a.jsonl: This file of the archive is encrypted",
                "a.jsonl: What follows the encrypted file of the archive cannot be found");
    }

    @Test
    void aWindowThatNeedsTooMuchMemoryIsTold() {
        assertThat(Readings.reasons(Readings.of(Packed.zstdWithWindow(LINES, 28)))).containsExactly("The compressed file needs more than 128 MiB of memory to be unpacked");
    }

    @Test
    void aMillionBytesOfAMembersNameAreNotHeld() {
        byte[] header = Arrays.copyOf(Packed.tar(map("a.jsonl", new byte[1 << 20])), 1 << 20);
        header[156] = 'L';
        header[154] = 0;
        int sum = ' ' * 8 + IntStream.range(0, 512).filter(index -> index < 148 || index >= 156).map(index -> header[index] & 0xff).sum();
        System.arraycopy(bytes(String.format("%06o", sum)), 0, header, 148, 6);

        assertThat(Readings.reasons(Readings.of(header))).containsExactly("The archive is damaged here");
    }

    @Test
    void anArchiveInAnArchiveIsTold() {
        byte[] inner = Packed.tar(map("a.jsonl", LINES));

        CollectingSink sink = Readings.of(Packed.zip(map("inner.tar.gz", Gzip.of(inner), "b.jsonl", LINES)));

        assertThat(sink.calls).hasSize(9);
        assertThat(Readings.reasons(sink)).containsExactly("inner.tar.gz: This file of the archive is an archive itself");
    }

    @Test
    void archivesWithoutRecordsSayWhatTheyHold() {
        assertThat(Readings.reasons(Readings.of(Packed.zip(Map.of())))).containsExactly("The archive is empty");
        assertThat(Readings.reasons(Readings.of(Packed.zip(map("a/", new byte[0], "a/b/", new byte[0]))))).containsExactly("The archive holds directories, but no file");
        assertThat(Readings.reasons(Readings.of(Packed.tar(map("a/", new byte[0]))))).containsExactly("The archive holds directories, but no file");
        assertThat(Readings.reasons(Readings.of(Packed.tar(map("README", bytes("Hello.\n"), "b.png", new byte[3]))))).containsExactly("None of the 2 files in the archive holds records");
        assertThat(Readings.reasons(Readings.of(Packed.tar(Map.of())))).singleElement().asString().contains("only zeros");
    }

    @Test
    void whatIsCompressedTooOftenIsTold() {
        assertThat(Readings.reasons(Readings.of(Gzip.of(Gzip.of(Packed.zstd(Packed.bzip2(LINES))))))).containsExactly("The file is compressed more than 3 times");
    }

    private static List<String> texts(CollectingSink sink) {
        return sink.calls.stream().map(CanonicalJson::text).toList();
    }

    private static String noisy(int number) {
        StringBuilder noise = new StringBuilder();
        new Random(number).ints(9_000, ' ' + 3, '[').forEach(next -> noise.append((char) next));
        return "{\"request\": {\"messages\": [{\"role\": \"user\", \"content\": \"" + noise + "\"}]}, \"response\": \"ok\", \"number\": " + number + "}";
    }
}
