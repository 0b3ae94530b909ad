package dev.downshift.engine.privacy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads texts whose names are marked: CoNLL columns, and the JSON lines of presidio-research. */
final class LabelledTexts {

    private static final Map<String, Integer> LABELS = Map.ofEntries(Map.entry("PER", NameTagger.PERSON), Map.entry("PERSON", NameTagger.PERSON),
            Map.entry("LOC", NameTagger.LOCATION), Map.entry("LOCATION", NameTagger.LOCATION), Map.entry("GPE", NameTagger.LOCATION),
            Map.entry("ORG", NameTagger.ORGANIZATION), Map.entry("CORPORATION", NameTagger.ORGANIZATION), Map.entry("ORGANISATION", NameTagger.ORGANIZATION),
            Map.entry("ORGANIZATION", NameTagger.ORGANIZATION), Map.entry("STREET_ADDRESS", NameTagger.ADDRESS), Map.entry("ZIP_CODE", NameTagger.ADDRESS));
    private static final String NO_SPACE_BEFORE = ".,;:!?)]}%'’";

    private LabelledTexts() {}

    /** A text and a label for each of its UTF-16 units. */
    static final class Labelled {

        private final String text;
        private final byte[] labels;

        Labelled(String text, byte[] labels) {
            this.text = text;
            this.labels = labels;
        }

        String text() {
            return text;
        }

        byte label(int offset) {
            return labels[offset];
        }
    }

    /** One text for each sentence; the last column is the tag, with or without B- and I-. */
    static List<Labelled> conll(Path file) throws IOException {
        List<Labelled> texts = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        List<int[]> spans = new ArrayList<>();
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            String[] columns = line.strip().split("[\\t ]+", -1);
            if (line.isBlank() || line.startsWith("-DOCSTART-")) {
                finish(text, spans, texts);
                continue;
            }
            String word = columns[0];
            String tag = columns[columns.length - 1];
            boolean tight = text.isEmpty() || (word.length() == 1 && NO_SPACE_BEFORE.contains(word)) || word.startsWith("'") || "([$#".indexOf(text.charAt(text.length() - 1)) >= 0;
            if (!tight) {
                text.append(' ');
            }
            spans.add(new int[] {text.length(), text.length() + word.length(), label(tag)});
            text.append(word);
        }
        finish(text, spans, texts);
        return texts;
    }

    private static int label(String tag) {
        String type = tag.substring(tag.lastIndexOf('-') + 1).toUpperCase(Locale.ROOT);
        return LABELS.getOrDefault(type, NameTagger.NONE);
    }

    private static void finish(StringBuilder text, List<int[]> spans, List<Labelled> texts) {
        if (!text.isEmpty()) {
            byte[] labels = new byte[text.length()];
            spans.forEach(span -> Arrays.fill(labels, span[0], span[1], (byte) span[2]));
            texts.add(new Labelled(text.toString(), labels));
        }
        text.setLength(0);
        spans.clear();
    }

    /** The texts whose template gives {@code remainder} when divided by {@code divisor}. */
    static List<Labelled> presidio(Path file, int divisor, int remainder) throws IOException {
        List<Labelled> texts = new ArrayList<>();
        for (JsonNode labelled : lines(file)) {
            if (labelled.path("template_id").asInt() % divisor == remainder) {
                String text = labelled.path("full_text").stringValue();
                byte[] labels = new byte[text.length()];
                for (JsonNode span : labelled.path("spans")) {
                    int start = text.offsetByCodePoints(0, span.path("start_position").asInt());
                    int end = text.offsetByCodePoints(0, span.path("end_position").asInt());
                    Arrays.fill(labels, start, end, LABELS.getOrDefault(span.path("entity_type").stringValue(), NameTagger.NONE).byteValue());
                }
                texts.add(new Labelled(text, labels));
            }
        }
        return texts;
    }

    /** Lines of text in which nothing is a name: program code. */
    static List<Labelled> code(Path folder, int files) throws IOException {
        List<Labelled> texts = new ArrayList<>();
        try (var found = Files.walk(folder)) {
            for (Path file : found.filter(path -> path.toString().endsWith(".py")).sorted().limit(files).toList()) {
                String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                for (String part : text.substring(0, Math.min(12_000, text.length())).split("\n\n+", -1)) {
                    texts.add(new Labelled(part, new byte[part.length()]));
                }
            }
        }
        return texts;
    }

    static List<JsonNode> lines(Path file) throws IOException {
        JsonMapper json = JsonMapper.shared();
        List<JsonNode> records = new ArrayList<>();
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                records.add(json.readTree(line));
            }
        }
        return records;
    }
}
