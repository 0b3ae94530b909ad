package dev.downshift.engine.privacy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Measures the redactor: quality on the labelled texts of presidio-research, half of whose templates were looked at while
 * the rules were made and half not, and speed on real traces. Run by {@code benchmarks/redaction}.
 */
public final class RedactionFigures {

    private static final Pattern TOKEN = Pattern.compile("[\\p{L}\\p{N}]+");
    private static final Map<String, FindingType> TYPES = Map.of("PERSON", FindingType.PERSON, "STREET_ADDRESS", FindingType.STREET_ADDRESS,
            "CREDIT_CARD", FindingType.CREDIT_CARD, "PHONE_NUMBER", FindingType.PHONE_NUMBER, "EMAIL_ADDRESS", FindingType.EMAIL_ADDRESS,
            "IBAN_CODE", FindingType.IBAN, "IP_ADDRESS", FindingType.IP_ADDRESS, "US_SSN", FindingType.US_SSN);
    private static final int WARM_UP_RECORDS = 2_000;

    private final Redactor redactor = Redactor.with(RedactionPolicy.standard(), RedactorTest.key(7));
    private final boolean misses;

    private RedactionFigures(boolean misses) {
        this.misses = misses;
    }

    public static void main(String[] arguments) throws IOException {
        Path data = Path.of(arguments[0]);
        RedactionFigures figures = new RedactionFigures(arguments.length > 1 && arguments[1].equals("--misses"));
        List<JsonNode> texts = lines(data.resolve("pii/presidio-synth-v2-dev.jsonl.gz"));
        int divisor = Integer.getInteger("divisor", 4);
        figures.quality("looked at", texts.stream().filter(text -> text.path("template_id").asInt() % divisor == divisor - 4).toList());
        if (!figures.misses) {
            figures.quality("not looked at", texts.stream().filter(text -> text.path("template_id").asInt() % 4 != 0).toList());
            figures.speed("autogpt", lines(data.resolve("traces/autogpt-calls.jsonl.gz")));
            figures.speed("metagpt", lines(data.resolve("traces/metagpt-cache.jsonl.gz")));
            List<JsonNode> runs = new ArrayList<>();
            lines(data.resolve("traces/tau-bench-airline-gpt4o-trajectories.json.gz")).getFirst().forEach(run -> runs.add(run.path("traj")));
            figures.speed("tau-bench", runs);
        }
    }

    private void quality(String name, List<JsonNode> texts) {
        Counts ours = new Counts();
        Counts all = new Counts();
        Map<String, int[]> spans = new TreeMap<>();
        for (JsonNode labelled : texts) {
            String text = labelled.path("full_text").stringValue();
            List<Finding> findings = redactor.redact((JsonNode) JsonNodeFactory.instance.stringNode(text)).findings();
            BitSet found = new BitSet();
            findings.forEach(finding -> found.set(text.offsetByCodePoints(0, finding.start()), text.offsetByCodePoints(0, finding.end())));
            BitSet supported = new BitSet();
            BitSet every = new BitSet();
            for (JsonNode span : labelled.path("spans")) {
                int start = text.offsetByCodePoints(0, span.path("start_position").asInt());
                int end = text.offsetByCodePoints(0, span.path("end_position").asInt());
                String type = span.path("entity_type").stringValue();
                every.set(start, end);
                if (TYPES.containsKey(type)) {
                    supported.set(start, end);
                }
                boolean covered = covered(text, start, end, found);
                int[] counts = spans.computeIfAbsent(type, ignored -> new int[2]);
                counts[0]++;
                counts[1] += covered ? 1 : 0;
                if (misses && TYPES.containsKey(type) && !covered) {
                    System.out.println("MISS " + type + " [" + text.substring(start, end).replace('\n', '|') + "] in " + text.replace('\n', '|'));
                }
            }
            findings.stream().filter(finding -> misses && every.get(text.offsetByCodePoints(0, finding.start()), text.offsetByCodePoints(0, finding.end())).isEmpty())
                    .forEach(finding -> System.out.println("FALSE " + finding.rule() + " [" + text.substring(text.offsetByCodePoints(0, finding.start()), text.offsetByCodePoints(0, finding.end())) + "] in " + text.replace('\n', '|')));
            count(text, found, supported, every, ours);
            count(text, found, every, every, all);
        }
        System.out.printf(Locale.ROOT, "%s, %d texts: tokens of the %d types searched for: %s; of all labelled types: %s%n", name, texts.size(), TYPES.size(), ours, all);
        spans.forEach((type, counts) -> System.out.printf(Locale.ROOT, "  %-18s %4d spans, %.3f covered%n", type, counts[0], counts[1] / (double) counts[0]));
    }

    private static boolean covered(String text, int start, int end, BitSet found) {
        for (Matcher token = TOKEN.matcher(text).region(start, end); token.find();) {
            if (!found.get(token.start())) {
                return false;
            }
        }
        return true;
    }

    /** Tokens outside {@code wanted} but inside {@code tolerated} are neither right nor wrong. */
    private static void count(String text, BitSet found, BitSet wanted, BitSet tolerated, Counts counts) {
        for (Matcher token = TOKEN.matcher(text); token.find();) {
            boolean is = wanted.get(token.start());
            boolean said = found.get(token.start());
            counts.hits += is && said ? 1 : 0;
            counts.missed += is && !said ? 1 : 0;
            counts.alarms += !is && said && !tolerated.get(token.start()) ? 1 : 0;
        }
    }

    private static final class Counts {
        private int hits;
        private int missed;
        private int alarms;

        @Override
        public String toString() {
            double precision = hits / (double) Math.max(1, hits + alarms);
            double recall = hits / (double) Math.max(1, hits + missed);
            return String.format(Locale.ROOT, "precision %.3f, recall %.3f, F2 %.3f", precision, recall, 5 * precision * recall / Math.max(1e-9, 4 * precision + recall));
        }
    }

    private void speed(String name, List<JsonNode> records) {
        records.stream().limit(WARM_UP_RECORDS).forEach(redactor::redact);
        long bytes = records.stream().mapToLong(record -> record.toString().getBytes(StandardCharsets.UTF_8).length).sum();
        Map<String, Integer> rules = new TreeMap<>();
        long start = System.nanoTime();
        for (JsonNode record : records) {
            redactor.redact(record).findings().forEach(finding -> rules.merge(finding.type() + "/" + finding.rule(), 1, Integer::sum));
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(Locale.ROOT, "%s: %.1f MB, %.2f MB/s, findings %s%n", name, bytes / 1e6, bytes / 1e6 / seconds, rules);
    }

    private static List<JsonNode> lines(Path file) throws IOException {
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
