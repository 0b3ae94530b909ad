package dev.downshift.engine.traces;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/** Makes bad files out of good ones, the same ones for the same seed. */
public final class BadFiles {

    /** The longest record that readers of these files should accept. */
    public static final int RECORD_LIMIT = 1 << 20;

    private static final int RECORDS = 9;

    private static final List<Spoiler> SPOILERS = List.of(
            new Spoiler("cut in the middle", (record, random) -> record.substring(0, record.length() * (2 + random.nextInt(6)) / 10)),
            new Spoiler("a lost quote", (record, random) -> without(record, '"', random)),
            new Spoiler("a lost brace", (record, random) -> without(record, '}', random)),
            new Spoiler("a lost opening bracket", (record, random) -> record.replaceFirst("\\[", "")),
            new Spoiler("a lost colon", (record, random) -> without(record, ':', random)),
            new Spoiler("an extra brace", (record, random) -> record.replace("\"latency_ms\"", "}, \"latency_ms\"")),
            new Spoiler("messages of the wrong type", (record, random) -> record.replaceFirst("\"messages\": \\[.*?\\]", "\"messages\": \"hello\"")),
            new Spoiler("no messages", (record, random) -> record.replace("\"messages\"", "\"massages\"")),
            new Spoiler("empty messages", (record, random) -> record.replaceFirst("\"messages\": \\[.*?\\]", "\"messages\": []")),
            new Spoiler("no response", (record, random) -> record.replace("\"response\"", "\"answer\"")),
            new Spoiler("a response without choices", (record, random) -> record.replace("\"choices\"", "\"options\"")),
            new Spoiler("negative tokens", (record, random) -> record.replace("\"prompt_tokens\": ", "\"prompt_tokens\": -")),
            new Spoiler("tokens in words", (record, random) -> record.replace("\"completion_tokens\": 7", "\"completion_tokens\": \"seven\"")),
            new Spoiler("NaN", (record, random) -> record.replaceFirst("\"latency_ms\": \\d+", "\"latency_ms\": NaN")),
            new Spoiler("negative latency", (record, random) -> record.replace("\"latency_ms\": ", "\"latency_ms\": -")),
            new Spoiler("a field twice", (record, random) -> record.replace("\"latency_ms\"", "\"latency_ms\": 1, \"latency_ms\"")),
            new Spoiler("half a surrogate pair", (record, random) -> record.replace("Grüße", "cut \\ud83d here")),
            new Spoiler("no UTF-8", (record, random) -> record.replace("Grüße", "cut \udcff here")),
            new Spoiler("deep nesting", (record, random) -> record.replace("\"latency_ms\"", "\"deep\": " + "[".repeat(10_000) + "]".repeat(10_000) + ", \"latency_ms\"")),
            new Spoiler("a far too long record", (record, random) -> record.replace("Grüße", "x".repeat(RECORD_LIMIT + random.nextInt(RECORD_LIMIT)))),
            new Spoiler("an unknown role", (record, random) -> record.replace("\"user\"", "\"narrator\"")),
            new Spoiler("no role", (record, random) -> record.replace("\"role\": \"user\", ", "")),
            new Spoiler("content of the wrong type", (record, random) -> record.replaceFirst("\"content\": \"[^\"]*\"", "\"content\": 17")),
            new Spoiler("a raw control character", (record, random) -> record.replace("Grüße", "a\u0001b")),
            new Spoiler("an unreadable time", (record, random) -> record.replaceFirst("\"timestamp\": \\d+", "\"timestamp\": \"yesterday\"")),
            new Spoiler("a time beyond the calendar", (record, random) -> record.replaceFirst("\"timestamp\": \\d+", "\"timestamp\": \"+294277-01-01T03:04:05Z\"")),
            new Spoiler("a time in years to come", (record, random) -> record.replaceFirst("\"timestamp\": \\d+", "\"timestamp\": 4102358400")),
            new Spoiler("a time before there were models", (record, random) -> record.replaceFirst("\"timestamp\": \\d+", "\"timestamp\": 1420070399")),
            new Spoiler("an essay as the model's name", (record, random) -> record.replaceFirst("\"model\": \"[^\"]*\"", "\"model\": \"" + "m".repeat(201) + "\"")),
            new Spoiler("a conversation of many words", (record, random) -> record.replace("\"latency_ms\"", "\"session_id\": \"" + "c".repeat(401) + "\", \"latency_ms\"")),
            new Spoiler("half a surrogate pair in an embedded body", (record, random) -> record.replaceFirst("\"response\": \\{", "\"response\": \"{\\\\\"choices\\\\\": [{\\\\\"text\\\\\": \\\\\"cut \\\\\\\\ud83d\\\\\"}]}\", \"original\": {")),
            new Spoiler("tool calls of the wrong type", (record, random) -> record.replace("\"role\": \"assistant\",", "\"role\": \"assistant\", \"tool_calls\": {\"a\": 1},")),
            new Spoiler("a number", (record, random) -> "42"),
            new Spoiler("null", (record, random) -> "null"),
            new Spoiler("an empty object", (record, random) -> "{}"),
            new Spoiler("a bad literal", (record, random) -> record.replaceFirst("\"latency_ms\": \\d+", "\"latency_ms\": undefined")),
            new Spoiler("a huge number", (record, random) -> record.replaceFirst("\"latency_ms\": \\d+", "\"latency_ms\": 1e99999")),
            new Spoiler("python's quotes", (record, random) -> record.replace('"', '\'')));

    private BadFiles() {}

    /**
     * A file.
     *
     * @param name says what is wrong with it
     * @param good the marks of the records that are good; each is the {@code mark} in its metadata
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record BadFile(String name, byte[] bytes, Set<String> good) {
        @Override
        public String toString() {
            return name;
        }
    }

    private record Spoiler(String name, BiFunction<String, Random, String> spoil) {}

    private enum Form { LINES, LINES_CRLF, ARRAY_LINES, ARRAY_MINIFIED, GZIP_LINES, GZIP_ARRAY }

    /** 200 files: each spoiler in each form, then whole files that are bad. */
    public static List<BadFile> twoHundred(long seed) {
        Random random = new Random(seed);
        List<BadFile> files = new ArrayList<>(BadWholeFiles.all(random));
        for (Form form : Form.values()) {
            for (Spoiler spoiler : SPOILERS) {
                if (files.size() < 200) {
                    files.add(spoiled(form, spoiler, random));
                }
            }
        }
        return files;
    }

    static List<String> goodRecords() {
        return IntStream.range(0, RECORDS).mapToObj(BadFiles::goodRecord).toList();
    }

    static Set<String> marks(IntStream records) {
        Set<String> marks = new TreeSet<>();
        records.forEach(record -> marks.add(mark(record)));
        return marks;
    }

    static byte[] lines(List<String> records) {
        return bytes(String.join("\n", records) + "\n");
    }

    /** Like UTF-8, but a lone low surrogate from \udc80 to \udcff becomes that one byte. */
    static byte[] bytes(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length());
        StringBuilder valid = new StringBuilder();
        for (int index = 0; index < text.length(); index++) {
            char next = text.charAt(index);
            if (next >= '\udc80' && next <= '\udcff') {
                out.writeBytes(valid.toString().getBytes(StandardCharsets.UTF_8));
                out.write(next & 0xff);
                valid.setLength(0);
            } else {
                valid.append(next);
            }
        }
        out.writeBytes(valid.toString().getBytes(StandardCharsets.UTF_8));
        return out.toByteArray();
    }

    private static BadFile spoiled(Form form, Spoiler spoiler, Random random) {
        List<String> records = new ArrayList<>(goodRecords());
        Set<String> good = marks(IntStream.range(0, RECORDS));
        int[] victims = random.ints(0, RECORDS).distinct().limit(1 + random.nextInt(2)).toArray();
        for (int victim : victims) {
            String before = records.get(victim);
            String after = spoiler.spoil.apply(before, random);
            if (after.equals(before)) {
                throw new IllegalStateException(spoiler.name + " changed nothing");
            }
            records.set(victim, after);
            good.remove(mark(victim));
        }
        String name = spoiler.name + " as " + form.name().toLowerCase(Locale.ROOT) + " in " + Arrays.toString(victims);
        return new BadFile(name, laidOut(form, records), good);
    }

    private static byte[] laidOut(Form form, List<String> records) {
        return switch (form) {
            case LINES -> lines(records);
            case LINES_CRLF -> bytes(String.join("\r\n", records));
            case ARRAY_LINES -> bytes("[\n" + String.join(",\n", records) + "\n]\n");
            case ARRAY_MINIFIED -> bytes("[" + String.join(",", records) + "]");
            case GZIP_LINES -> Gzip.of(lines(records));
            case GZIP_ARRAY -> Gzip.of(bytes("[" + String.join(", ", records) + "]"));
        };
    }

    private static String mark(int record) {
        return "record-" + record;
    }

    private static String goodRecord(int index) {
        return ("{\"timestamp\": %d, \"request\": {\"model\": \"gpt-4o\", \"messages\": [{\"role\": \"system\", \"content\": \"Sort the ticket.\"}, "
                + "{\"role\": \"user\", \"content\": \"Grüße, my order %d is late, write to ada.secret%d@example.com\"}]}, "
                + "\"response\": {\"id\": \"chatcmpl-%d\", \"choices\": [{\"index\": 0, \"message\": {\"role\": \"assistant\", "
                + "\"content\": \"The \\\"late\\\" intent\"}, \"finish_reason\": \"stop\"}], "
                + "\"usage\": {\"prompt_tokens\": 3%d, \"completion_tokens\": 7}}, \"latency_ms\": 12%d, \"metadata\": {\"mark\": \"%s\"}}")
                .formatted(1_700_000_000 + index, index, index, index, index, index, mark(index));
    }

    private static String without(String text, char lost, Random random) {
        int[] places = IntStream.range(0, text.length()).filter(index -> text.charAt(index) == lost && text.charAt(Math.max(0, index - 1)) != '\\').toArray();
        int place = places[places.length / 4 + random.nextInt(places.length / 2)];
        return text.substring(0, place) + text.substring(place + 1);
    }
}
