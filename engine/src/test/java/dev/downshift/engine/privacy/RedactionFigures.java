package dev.downshift.engine.privacy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Measures the redactor: quality on the labelled texts of presidio-research, half of whose templates were looked at while
 * the rules and the model were made and half not, and findings and speed on real traces. Run by {@code benchmarks/redaction}.
 */
public final class RedactionFigures {

    private static final Pattern TOKEN = Pattern.compile("[\\p{L}\\p{N}]+");
    private static final Set<String> DIRECT = Set.of("PERSON", "STREET_ADDRESS", "CREDIT_CARD", "PHONE_NUMBER", "EMAIL_ADDRESS", "IBAN_CODE", "IP_ADDRESS", "US_SSN", "US_DRIVER_LICENSE", "ZIP_CODE");
    private static final Set<String> STRUCTURED = Set.of("CREDIT_CARD", "PHONE_NUMBER", "EMAIL_ADDRESS", "IBAN_CODE", "IP_ADDRESS", "US_SSN", "US_DRIVER_LICENSE", "ZIP_CODE", "DOMAIN_NAME");
    private static final Set<FindingType> PROSE = EnumSet.of(FindingType.PERSON, FindingType.STREET_ADDRESS, FindingType.LOCATION, FindingType.ORGANIZATION, FindingType.TITLE, FindingType.NATIONALITY, FindingType.AGE,
            FindingType.DATE_TIME);
    private static final int ROUNDS = 4;

    private final Redactor redactor = Redactor.with(RedactionPolicy.standard(), RedactorTest.key(7));

    private RedactionFigures() {}

    /** Arguments: the data folder, and nothing, {@code --misses} or {@code --sample}, which print what a person reads. */
    public static void main(String[] arguments) throws IOException {
        Path data = Path.of(arguments[0]);
        String option = arguments.length > 1 ? arguments[1] : "";
        RedactionFigures figures = new RedactionFigures();
        List<JsonNode> texts = LabelledTexts.lines(data.resolve("pii/presidio-synth-v2-dev.jsonl.gz"));
        int divisor = Integer.getInteger("divisor", 4);
        List<JsonNode> tuned = texts.stream().filter(text -> text.path("template_id").asInt() % divisor == divisor - 4).toList();
        if (option.equals("--sample")) {
            figures.sample(traces(data));
            return;
        }
        figures.quality("templates looked at", tuned, option.equals("--misses"));
        if (!option.equals("--misses")) {
            figures.quality("templates held out", texts.stream().filter(text -> text.path("template_id").asInt() % 4 != 0).toList(), false);
            figures.speed(traces(data));
        }
    }

    private static Map<String, List<JsonNode>> traces(Path data) throws IOException {
        Map<String, List<JsonNode>> traces = new TreeMap<>();
        traces.put("autogpt", LabelledTexts.lines(data.resolve("traces/autogpt-calls.jsonl.gz")));
        traces.put("metagpt", LabelledTexts.lines(data.resolve("traces/metagpt-cache.jsonl.gz")));
        List<JsonNode> runs = new ArrayList<>();
        LabelledTexts.lines(data.resolve("traces/tau-bench-airline-gpt4o-trajectories.json.gz")).getFirst().forEach(run -> runs.add(run.path("traj")));
        traces.put("tau-bench", runs);
        return traces;
    }

    private void quality(String name, List<JsonNode> texts, boolean misses) {
        Counts direct = new Counts();
        Counts all = new Counts();
        int[] structured = new int[4];
        Map<String, int[]> spans = new TreeMap<>();
        for (JsonNode labelled : texts) {
            String text = labelled.path("full_text").stringValue();
            List<Finding> findings = redactor.redact((JsonNode) JsonNodeFactory.instance.stringNode(text)).findings();
            BitSet found = new BitSet();
            findings.forEach(finding -> found.set(text.offsetByCodePoints(0, finding.start()), text.offsetByCodePoints(0, finding.end())));
            BitSet wanted = new BitSet();
            BitSet every = new BitSet();
            for (JsonNode span : labelled.path("spans")) {
                int start = text.offsetByCodePoints(0, span.path("start_position").asInt());
                int end = text.offsetByCodePoints(0, span.path("end_position").asInt());
                String type = span.path("entity_type").stringValue();
                every.set(start, end);
                if (DIRECT.contains(type)) {
                    wanted.set(start, end);
                }
                boolean covered = covered(text, start, end, found);
                int[] counts = spans.computeIfAbsent(type, ignored -> new int[2]);
                counts[0]++;
                counts[1] += covered ? 1 : 0;
                if (STRUCTURED.contains(type)) {
                    structured[0]++;
                    structured[1] += covered ? 1 : 0;
                }
                if (misses && !covered) {
                    System.out.println("MISS " + type + " [" + text.substring(start, end) + "] in " + text.replace('\n', '|'));
                }
            }
            for (Finding finding : findings) {
                int start = text.offsetByCodePoints(0, finding.start());
                int end = text.offsetByCodePoints(0, finding.end());
                boolean right = !every.get(start, end).isEmpty();
                if (!PROSE.contains(finding.type())) {
                    structured[2]++;
                    structured[3] += right ? 1 : 0;
                }
                if (misses && !right) {
                    System.out.println("FALSE " + finding.rule() + " [" + text.substring(start, end) + "] in " + text.replace('\n', '|'));
                }
            }
            count(text, found, wanted, every, direct);
            count(text, found, every, every, all);
        }
        System.out.printf(Locale.ROOT, "%s, %d texts%n  tokens, PII against not PII, all labelled types: %s%n  tokens of what tells a person by itself: %s%n", name, texts.size(), all, direct);
        System.out.printf(Locale.ROOT, "  structured types: recall %.3f of %d, precision %.3f of %d%n", structured[1] / (double) structured[0], structured[0], structured[3] / (double) structured[2], structured[2]);
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

    private void speed(Map<String, List<JsonNode>> traces) {
        long bytes = 0;
        for (Map.Entry<String, List<JsonNode>> trace : traces.entrySet()) {
            long size = size(trace.getValue());
            bytes += size;
            Map<String, Integer> rules = new TreeMap<>();
            trace.getValue().forEach(record -> redactor.redact(record).findings().forEach(finding -> rules.merge(finding.type() + "/" + finding.rule(), 1, Integer::sum)));
            System.out.printf(Locale.ROOT, "%s: %.1f MB, findings %s%n", trace.getKey(), size / 1e6, rules);
        }
        List<JsonNode> mixed = new ArrayList<>();
        traces.values().forEach(mixed::addAll);
        Map<FindingType, RedactionPolicy.Mode> deterministic = new EnumMap<>(RedactionPolicy.standard().modes());
        EnumSet.of(FindingType.PERSON, FindingType.STREET_ADDRESS).forEach(type -> deterministic.put(type, RedactionPolicy.Mode.KEEP));
        Redactor rules = Redactor.with(new RedactionPolicy(deterministic, RedactionPolicy.STANDARD_THRESHOLD), RedactorTest.key(7));
        rounds("deterministic tier", rules, mixed, bytes);
        rounds("everything", redactor, mixed, bytes);
    }

    /** The first round is with cold code, as the command line has it; the best is what a server does. */
    private static void rounds(String name, Redactor redactor, List<JsonNode> records, long bytes) {
        double[] speeds = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            records.forEach(redactor::redact);
            speeds[round] = bytes / 1e6 / ((System.nanoTime() - start) / 1e9);
        }
        double best = speeds[0];
        for (double speed : speeds) {
            best = Math.max(best, speed);
        }
        System.out.printf(Locale.ROOT, "%s on mixed traces, one core: %.1f MB/s in the first round, %.1f at best%n", name, speeds[0], best);
    }

    private static long size(List<JsonNode> records) {
        return records.stream().mapToLong(record -> record.toString().getBytes(StandardCharsets.UTF_8).length).sum();
    }

    /** A hundred findings in the traces, drawn at random, to be read by a person who counts the false ones. */
    private void sample(Map<String, List<JsonNode>> traces) {
        List<String> lines = new ArrayList<>();
        traces.forEach((name, records) -> records.forEach(record -> redactor.redact(record).findings().forEach(finding -> {
            String text = record.at(finding.pointer()).asString();
            int start = text.offsetByCodePoints(0, finding.start());
            int end = text.offsetByCodePoints(0, finding.end());
            lines.add((name + " " + finding.type() + "/" + finding.rule() + ": " + text.substring(Math.max(0, start - 30), start) + ">>" + text.substring(start, end) + "<<"
                    + text.substring(end, Math.min(text.length(), end + 20))).replace('\n', '|'));
        })));
        System.out.println(lines.size() + " findings in " + traces.values().stream().mapToLong(RedactionFigures::size).sum() / 1_000_000.0 + " MB");
        Collections.shuffle(lines, new Random(1));
        lines.stream().limit(100).forEach(System.out::println);
    }
}
