package dev.downshift.engine.traces;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Files with something wrong in them, made of the samples of every format: the same one for the same seed. */
final class MutatedInputs {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final List<String> PARQUET = List.of("conversations-zstd", "prompts-snappy", "strings-gzip", "strings-none", "repeated", "other-columns");
    private static final int MOST_RECORDS = 4;

    private final List<List<JsonNode>> samples;
    private final List<JsonNode> donors;
    private final List<byte[]> parquet;

    MutatedInputs() {
        samples = ReaderContractTest.samples().map(MutatedInputs::records).toList();
        donors = samples.stream().flatMap(List::stream).toList();
        parquet = PARQUET.stream().map(MutatedInputs::parquet).toList();
    }

    /**
     * A file.
     *
     * @param what how it was made
     * @param plain the bytes inside its wrappers, where they are one file and whole
     * @param untouched the records that must be read all the same, each as a file of its own would hold it
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Input(long seed, String what, byte[] bytes, byte @Nullable [] plain, List<String> untouched) {
        @Override
        public String toString() {
            return "seed " + seed + ": " + what;
        }
    }

    /** How records stand in a file, and how a record stands in a file of its own. */
    private enum Layout { LINES, CARRIAGE_RETURNS, ARRAY, ARRAY_OF_LINES, INDENTED, TABLE }

    private enum Wrapper { NONE, GZIP, ZSTD, BZIP2, GZIP_IN_ZSTD, TAR, TAR_GZ, TAR_ZST, ZIP, ZIP_ON_DISK }

    private static final Set<Wrapper> ARCHIVES = EnumSet.range(Wrapper.TAR, Wrapper.ZIP_ON_DISK);

    Input of(long seed) {
        Random random = new Random(seed * 0x9e3779b97f4a7c15L);
        for (int spun = 0; spun < 3; spun++) {
            random.nextLong();
        }
        if (random.nextInt(25) == 0) {
            return damagedParquet(seed, random);
        }
        List<JsonNode> records = new ArrayList<>(some(samples.get(random.nextInt(samples.size())), random));
        if (random.nextInt(4) == 0) {
            records.addAll(some(samples.get(random.nextInt(samples.size())), random));
        }
        Layout layout = Layout.values()[random.nextInt(Layout.values().length)];
        return layout == Layout.TABLE ? table(seed, random, records) : json(seed, random, records, layout);
    }

    /** Every donor's text, by which one can see whether what is said of a record repeats it. */
    Stream<JsonNode> records() {
        return donors.stream();
    }

    private Input json(long seed, Random random, List<JsonNode> records, Layout layout) {
        int victim = random.nextInt(records.size());
        boolean bytewise = random.nextInt(3) == 0;
        List<byte[]> texts = new ArrayList<>();
        List<String> untouched = new ArrayList<>();
        for (int index = 0; index < records.size(); index++) {
            JsonNode record = records.get(index);
            String text = layout == Layout.INDENTED ? record.toPrettyString() : record.toString();
            texts.add(text.getBytes(StandardCharsets.UTF_8));
            if (index != victim) {
                untouched.add(record.toString());
            }
        }
        byte[] changed = bytewise
                ? withoutLineEnds(new MutatedBytes(random).of(texts.get(victim), texts.get(random.nextInt(texts.size()))), layout)
                : BadFiles.bytes(new MutatedRecord(random, donors).of(records.get(victim)));
        texts.set(victim, changed);
        byte[] file = laidOut(layout, texts);
        boolean clear = isClear(layout, bytewise, victim, changed) && isText(file);
        String what = layout + ", record " + victim + " of " + texts.size() + (bytewise ? " damaged" : " changed");
        return wrapped(seed, random, file, "calls.jsonl", what, clear ? untouched : List.of());
    }

    /** Whether it is beyond doubt where the other records are, whatever the changed one looks like. */
    private static boolean isClear(Layout layout, boolean bytewise, int victim, byte[] changed) {
        return switch (layout) {
            case LINES, CARRIAGE_RETURNS -> victim > 0 || (changed.length > 0 && changed[0] == '{');
            case ARRAY, ARRAY_OF_LINES -> !bytewise;
            case INDENTED -> !bytewise && victim > 0;
            case TABLE -> false;
        };
    }

    /** A file that is short and full of noise need not be taken for text. */
    private static boolean isText(byte[] file) {
        int controls = 0;
        for (byte value : file) {
            controls += value >= 0 && value < ' ' ? 1 : 0;
        }
        return controls * 20 < file.length;
    }

    private Input table(long seed, Random random, List<JsonNode> records) {
        JsonNode first = records.getFirst();
        List<String> names = List.copyOf(first.propertyNames());
        StringBuilder table = new StringBuilder(row(names));
        for (int row = 0; row < records.size(); row++) {
            table.append(row(names.stream().map(name -> cell(first.get(name))).toList()));
        }
        byte[] file = table.toString().getBytes(StandardCharsets.UTF_8);
        byte[] damaged = new MutatedBytes(random).of(file, first.toString().getBytes(StandardCharsets.UTF_8));
        return wrapped(seed, random, damaged, "calls.csv", "TABLE of " + records.size() + " damaged", List.of());
    }

    private Input damagedParquet(long seed, Random random) {
        byte[] donor = parquet.get(random.nextInt(parquet.size()));
        byte[] damaged = new MutatedBytes(random).of(parquet.get(random.nextInt(parquet.size())), donor);
        return new Input(seed, "Parquet, damaged", damaged, null, List.of());
    }

    private Input wrapped(long seed, Random random, byte[] file, String name, String what, List<String> untouched) {
        byte[] plain = random.nextInt(20) == 0 ? Packed.concat(new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf}, file) : file;
        if (random.nextInt(40) == 0) {
            byte[] wide = new String(file, StandardCharsets.UTF_8).getBytes(random.nextBoolean() ? StandardCharsets.UTF_16 : StandardCharsets.UTF_16LE);
            return new Input(seed, what + ", UTF-16", wide, null, List.of());
        }
        Wrapper wrapper = random.nextInt(3) == 0 ? Wrapper.values()[random.nextInt(Wrapper.values().length)] : Wrapper.NONE;
        byte[] packed = packed(wrapper, plain, random.nextInt(8) == 0 ? oddName(random) + name : name);
        boolean one = !ARCHIVES.contains(wrapper);
        if (random.nextInt(4) != 0 || (wrapper == Wrapper.NONE && random.nextBoolean())) {
            return new Input(seed, what + ", " + wrapper, packed, one ? plain : null, untouched);
        }
        byte[] damaged = new MutatedBytes(random).of(packed, parquet.get(random.nextInt(parquet.size())));
        return new Input(seed, what + ", " + wrapper + ", damaged", damaged, wrapper == Wrapper.NONE ? damaged : null, List.of());
    }

    private static String oddName(Random random) {
        List<String> names = List.of("a\u0000b", "Grüße \ud83d\ude00 ", "./", "a/b/c/", "x".repeat(260), MutatedRecord.SECRET + "\n");
        return names.get(random.nextInt(names.size()));
    }

    private static byte[] packed(Wrapper wrapper, byte[] file, String name) {
        return switch (wrapper) {
            case NONE -> file;
            case GZIP -> Gzip.of(file);
            case ZSTD -> Packed.zstd(file);
            case BZIP2 -> Packed.bzip2(file);
            case GZIP_IN_ZSTD -> Packed.zstd(Gzip.of(file));
            case TAR -> Packed.tar(Map.of(name, file));
            case TAR_GZ -> Gzip.of(Packed.tar(Map.of(name, file)));
            case TAR_ZST -> Packed.zstd(Packed.tar(Map.of(name, file)));
            case ZIP -> Packed.zip(new LinkedHashMap<>(Map.of(name, file)));
            case ZIP_ON_DISK -> Packed.zipOnDisk(new LinkedHashMap<>(Map.of(name, file)), ZipArchiveEntry.DEFLATED);
        };
    }

    private static byte[] laidOut(Layout layout, List<byte[]> texts) {
        return switch (layout) {
            case LINES, TABLE -> joined(texts, "", "\n", "\n");
            case CARRIAGE_RETURNS -> joined(texts, "", "\r\n", "");
            case ARRAY -> joined(texts, "[", ",", "]");
            case ARRAY_OF_LINES -> joined(texts, "[\n  ", ",\n  ", "\n]\n");
            case INDENTED -> joined(texts, "", "\n\n", "\n");
        };
    }

    private static byte[] joined(List<byte[]> texts, String before, String between, String after) {
        List<byte[]> parts = new ArrayList<>(List.of(Packed.bytes(before)));
        for (int index = 0; index < texts.size(); index++) {
            parts.add(Packed.bytes(index == 0 ? "" : between));
            parts.add(texts.get(index));
        }
        parts.add(Packed.bytes(after));
        return Packed.concat(parts.toArray(byte[][]::new));
    }

    /** A line of its own stays one line, so that it is known what the record was. */
    private static byte[] withoutLineEnds(byte[] text, Layout layout) {
        if (layout == Layout.INDENTED) {
            return text;
        }
        byte[] line = text.clone();
        for (int index = 0; index < line.length; index++) {
            line[index] = line[index] == '\n' ? (byte) ' ' : line[index];
        }
        return line;
    }

    private static String row(List<String> cells) {
        return String.join(",", cells.stream().map(cell -> '"' + cell.replace("\"", "\"\"") + '"').toList()) + "\n";
    }

    private static String cell(@Nullable JsonNode value) {
        return value == null || value.isNull() ? "" : value.isString() ? value.stringValue() : JSON.writeValueAsString(value);
    }

    private static List<JsonNode> some(List<JsonNode> records, Random random) {
        int count = Math.min(records.size(), 1 + random.nextInt(MOST_RECORDS));
        int from = random.nextInt(records.size() - count + 1);
        return records.subList(from, from + count);
    }

    private static List<JsonNode> records(ReaderContractTest.Sample sample) {
        try {
            return ReaderContractTest.records(sample);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static byte[] parquet(String name) {
        try (InputStream input = Objects.requireNonNull(MutatedInputs.class.getResourceAsStream("parquet/" + name + ".parquet"))) {
            return input.readAllBytes();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
