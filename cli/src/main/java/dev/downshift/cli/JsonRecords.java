package dev.downshift.cli;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Any JSON records of a file, one at a time: the lines of JSON lines, the elements of an array, or values one after another. */
final class JsonRecords {

    private static final int HEAD = 1 << 20;
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).maxNestingDepth(2_000).build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Source source;
    private long records;
    private long problems;

    /**
     * A record.
     *
     * @param value null where it is not JSON
     * @param problem what is wrong with it; no part of the record
     */
    record Item(long number, @Nullable JsonNode value, String problem) {}

    private interface Source {
        /** The next value, or null at the end. */
        @Nullable JsonNode next() throws IOException;

        /** Whether the source can go on after a value that could not be read. */
        boolean recovers();
    }

    JsonRecords(InputStream input) throws IOException {
        BufferedInputStream bytes = new BufferedInputStream(unpacked(new BufferedInputStream(input, 1 << 16)), HEAD);
        bytes.mark(HEAD);
        String head = new String(bytes.readNBytes(HEAD - 1), StandardCharsets.UTF_8).stripLeading();
        bytes.reset();
        source = isLines(head) ? new Lines(new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8))) : new Values(bytes, head.startsWith("["));
    }

    long problems() {
        return problems;
    }

    @Nullable Item next() throws IOException {
        if (problems > 0 && !source.recovers()) {
            return null;
        }
        try {
            JsonNode value = source.next();
            return value == null ? null : new Item(records++, value, "");
        } catch (JacksonException broken) {
            problems++;
            return new Item(records++, null, problem(broken.getLocation()));
        }
    }

    private String problem(@Nullable TokenStreamLocation at) {
        if (source.recovers()) {
            return "it is not JSON" + (at == null ? "" : ", column " + at.getColumnNr());
        }
        return "it is not JSON" + (at == null ? "" : ", line " + at.getLineNr() + " of the file, column " + at.getColumnNr())
                + ". Where it ends is unclear, so the rest of the file was not read: correct it, or write each record on a line of its own";
    }

    private static InputStream unpacked(BufferedInputStream input) throws IOException {
        input.mark(2);
        boolean gzip = input.read() == 0x1f && input.read() == 0x8b;
        input.reset();
        return gzip ? new GZIPInputStream(input, 1 << 16) : input;
    }

    /** Whether the first line is a whole value, or broken while the next begins one. */
    private static boolean isLines(String head) {
        int end = head.indexOf('\n');
        String first = end < 0 ? head : head.substring(0, end);
        try {
            return !JSON.readTree(first).isArray() || (end > 0 && !head.substring(end).isBlank());
        } catch (JacksonException broken) {
            return !head.startsWith("[") && (end < 0 ? !head.startsWith("{") : head.substring(end).stripLeading().startsWith("{"));
        }
    }

    private record Lines(BufferedReader reader) implements Source {
        @Override
        public @Nullable JsonNode next() throws IOException {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (!line.isBlank()) {
                    return JSON.readTree(line.startsWith("\ufeff") ? line.substring(1) : line);
                }
            }
            return null;
        }

        @Override
        public boolean recovers() {
            return true;
        }
    }

    private static final class Values implements Source {
        private final JsonParser parser;

        Values(InputStream bytes, boolean array) {
            parser = JSON.createParser(bytes);
            if (array) {
                parser.nextToken();
            }
        }

        @Override
        public @Nullable JsonNode next() {
            JsonToken token = parser.nextToken();
            while (token == JsonToken.END_ARRAY) {
                token = parser.nextToken();
                if (token == JsonToken.START_ARRAY) {
                    token = parser.nextToken();
                }
            }
            return token == null ? null : parser.readValueAsTree();
        }

        @Override
        public boolean recovers() {
            return false;
        }
    }
}
