package dev.downshift.engine.traces;

import dev.downshift.engine.traces.BadFiles.BadFile;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Files whose fault is not in one record. */
final class BadWholeFiles {

    private BadWholeFiles() {}

    static List<BadFile> all(Random random) {
        List<BadFile> files = new ArrayList<>();
        files.add(none("empty", new byte[0]));
        files.add(none("blank", BadFiles.bytes(" \r\n\t\n")));
        files.add(none("only a byte order mark", BadFiles.bytes("\ufeff")));
        files.add(none("an empty array", BadFiles.bytes("[]")));
        files.add(none("an open bracket", BadFiles.bytes("[")));
        files.add(none("an open brace", BadFiles.bytes("{")));
        files.add(none("a CSV table", BadFiles.bytes("timestamp,prompt,answer\n1,hi,ho\n2,hi,ho\n")));
        files.add(none("prose", BadFiles.bytes("Dear support,\nplease find the traces attached.\n")));
        files.add(none("a web page", BadFiles.bytes("<!doctype html>\n<title>Sign in</title>\n")));
        files.add(none("UTF-32", ("\ufeff" + String.join("\n", BadFiles.goodRecords())).getBytes(StandardCharsets.UTF_32LE)));
        files.add(none("UTF-16 without a mark", String.join("\n", BadFiles.goodRecords()).getBytes(StandardCharsets.UTF_16LE)));
        files.add(none("an image", concat(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10}, noise(random, 5_000))));
        files.add(none("a ZIP archive", concat(new byte[] {'P', 'K', 3, 4}, noise(random, 5_000))));
        files.add(none("noise", noise(random, 20_000)));
        files.add(none("zeros", new byte[10_000]));
        files.add(none("noise in gzip", Gzip.of(noise(random, 20_000))));
        files.add(none("an empty gzip file", Gzip.of(new byte[0])));
        files.add(none("half a gzip header", Arrays.copyOf(Gzip.of(new byte[9]), 6)));
        files.add(none("a wrapper object", BadFiles.bytes("{\"traces\": [" + String.join(",", BadFiles.goodRecords()) + "]}")));
        files.add(none("ten thousand brackets", BadFiles.bytes("[".repeat(10_000) + "]".repeat(10_000))));
        byte[] lines = BadFiles.lines(BadFiles.goodRecords());
        byte[] array = BadFiles.bytes("[" + String.join(",\n", BadFiles.goodRecords()) + "]");
        int record = BadFiles.bytes(BadFiles.goodRecords().getFirst()).length;
        files.add(new BadFile("lines cut in the fifth", Arrays.copyOf(lines, record * 4 + record / 2), first(4)));
        files.add(new BadFile("an array cut in the fifth", Arrays.copyOf(array, record * 4 + record / 2), first(4)));
        files.add(new BadFile("an array that is not closed", Arrays.copyOf(array, array.length - 1), first(9)));
        files.add(new BadFile("rubbish after the array", concat(array, BadFiles.bytes(" }} trailing")), first(9)));
        files.add(new BadFile("an array with a comma after its last record", BadFiles.bytes("[" + String.join(",\n", BadFiles.goodRecords()) + ",\n]\n"), first(9)));
        files.add(new BadFile("an array with two commas in a row", BadFiles.bytes("[" + String.join(",,", BadFiles.goodRecords()) + "]"), first(9)));
        files.add(new BadFile("rubbish after the gzip file", concat(Gzip.of(lines), BadFiles.bytes("PK what is this")), first(9)));
        byte[] gzip = Gzip.of(concat(lines, BadFiles.bytes(tail(random))));
        files.add(new BadFile("a half-written gzip file", Arrays.copyOf(gzip, gzip.length - 4_000), first(9)));
        byte[] damaged = gzip.clone();
        Arrays.fill(damaged, damaged.length - 3_000, damaged.length - 2_900, (byte) 0xaa);
        files.add(new BadFile("a damaged gzip file", damaged, first(9)));
        return files;
    }

    /** A line that does not compress, so that the cut falls inside it. */
    private static String tail(Random random) {
        StringBuilder text = new StringBuilder("{\"note\": \"");
        random.ints(40_000, 'A', 'Z').forEach(next -> text.append((char) next));
        return text.append("\"}\n").toString();
    }

    private static BadFile none(String name, byte[] bytes) {
        return new BadFile(name, bytes, new TreeSet<>());
    }

    private static Set<String> first(int count) {
        return BadFiles.marks(IntStream.range(0, count));
    }

    private static byte[] noise(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] concat(byte[] first, byte[] second) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(first);
        out.writeBytes(second);
        return out.toByteArray();
    }
}
