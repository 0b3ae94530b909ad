package dev.downshift.engine.traces;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What every reader keeps to, shown by the samples of its format: the folder {@code formats/<name of the format>} holds
 * files as they are exported, and beside each {@code NAME.calls.jsonl}, the calls it gives.
 */
class ReaderContractTest {

    private static final String EXPECTED = ".calls.jsonl";
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int CHANGES = 300;
    private static final int SHORTEST_VALUE = 13;
    /** How the images inside the samples begin, in Base64. */
    private static final String BYTES_OF_AN_IMAGE = "iVBORw";
    private static final Pattern WIRE_FORMS = Pattern.compile("\\d{4}-\\d\\d-\\d\\d[T ].*|data:.*;base64,.*|\\d{16,19}|[0-9a-f]{16}|gen_ai\\.[a-z.]+|[A-Z][a-z]+Message|function_call|system-prompt|tool_response|"
            + "(STATUS_CODE|SPAN_KIND)_[A-Z]+");
    private static final Set<String> WIRE_TYPES = Set.of("object", "type", "key");
    /** Formats with records that hold no call, such as the span of a database. */
    private static final Set<TraceFormat> PASSING_OVER = Set.of(TraceFormat.OPENTELEMETRY, TraceFormat.SPANS,
            TraceFormat.LANGFUSE, TraceFormat.LANGSMITH, TraceFormat.MLFLOW);

    /** A file of one format and the calls it gives. */
    record Sample(TraceFormat format, Path file) {

        byte[] bytes() throws IOException {
            return Files.readAllBytes(file);
        }

        List<String> expected() throws IOException {
            return Files.readAllLines(Path.of(file.toString().replaceFirst("\\.[a-z]+$", "") + EXPECTED));
        }

        @Override
        public String toString() {
            return format.label() + ", " + file.getFileName();
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyFormatHasASample(TraceFormat format) {
        assertThat(samples()).extracting(Sample::format).contains(format);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aSampleGivesItsCalls(Sample sample) throws IOException {
        CollectingSink sink = CollectingSink.read(sample.bytes());

        assertThat(sink.rejected).isEmpty();
        assertThat(sink.format).isEqualTo(sample.format());
        assertThat(sink.calls).extracting(CanonicalJson::text).containsExactlyElementsOf(sample.expected());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void everyRecordOfASampleIsOfItsFormat(Sample sample) throws IOException {
        assertThat(records(sample)).allSatisfy(record -> assertThat(Objects.requireNonNull(RecordReaders.find(record)).format(record)).isEqualTo(sample.format()));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void noInlineBytesAreKept(Sample sample) throws IOException {
        String calls = CollectingSink.read(sample.bytes()).calls.stream().map(CanonicalJson::text).collect(Collectors.joining("\n"));

        assertThat(calls).doesNotContain(";base64,").doesNotContain(BYTES_OF_AN_IMAGE);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void theCallsSurviveBeingWrittenAndRead(Sample sample) throws IOException {
        List<String> calls = CollectingSink.read(sample.bytes()).calls.stream().map(CanonicalJson::text).toList();

        assertThat(calls.stream().map(CanonicalReader::call).map(CanonicalJson::text).toList()).isEqualTo(calls);
    }

    /** Role names, classes of messages, kinds of parts, names of events and times change their form; what is longer than those is found again, word for word. */
    @ParameterizedTest
    @MethodSource("samples")
    void noValueOfASampleIsLost(Sample sample) throws IOException {
        String calls = CollectingSink.read(sample.bytes()).calls.stream().map(call -> String.join("\n", values(JSON.readTree(CanonicalJson.text(call)))))
                .collect(Collectors.joining("\n"));

        List<String> values = records(sample).stream().flatMap(record -> values(record).stream())
                .filter(value -> value.length() >= SHORTEST_VALUE && !WIRE_FORMS.matcher(value).matches()).toList();

        assertThat(values).isNotEmpty().allSatisfy(value -> assertThat(calls).contains(value));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void noCutBreaksTheReader(Sample sample) throws IOException {
        byte[] bytes = sample.bytes();
        for (int cut = 1; cut < bytes.length; cut += Math.max(1, bytes.length / CHANGES)) {
            CollectingSink sink = CollectingSink.read(Arrays.copyOf(bytes, cut));

            assertThat(sink.calls.size() + sink.rejected.size()).as("cut at byte %d", cut).isPositive();
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void noWrongValueBreaksTheReader(Sample sample) throws IOException {
        Random random = new Random(20_260_101);
        List<JsonNode> records = records(sample);
        for (int change = 0; change < CHANGES; change++) {
            JsonNode record = records.get(random.nextInt(records.size())).deepCopy();
            change(record, random);

            CollectingSink sink = CollectingSink.read(JSON.writeValueAsString(record));

            String changed = record.toString();
            assertThat(PASSING_OVER.contains(sample.format()) ? sink.records : sink.calls.size() + sink.rejected.size()).as(changed).isPositive();
            assertThat(sink.rejected).as(changed).allSatisfy(rejected -> {
                assertThat(rejected.reason()).isNotBlank();
                assertThat(rejected.remedy()).isNotBlank();
            });
        }
    }

    static Stream<Sample> samples() {
        return Stream.of(TraceFormat.values()).flatMap(format -> files(format).stream().map(file -> new Sample(format, file)));
    }

    private static List<Path> files(TraceFormat format) {
        Path folder = folder().resolve(format.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !file.toString().endsWith(EXPECTED)).sorted().toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Path folder() {
        try {
            return Path.of(Objects.requireNonNull(ReaderContractTest.class.getResource("formats")).toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    static List<JsonNode> records(Sample sample) throws IOException {
        String text = new String(sample.bytes(), StandardCharsets.UTF_8);
        if (!sample.file().toString().endsWith(".jsonl")) {
            JsonNode whole = JSON.readTree(text);
            return whole.isArray() ? whole.valueStream().toList() : List.of(whole);
        }
        return text.lines().map(JSON::readTree).toList();
    }

    /** Every string below a node but the names of the wire's own types; strings that hold JSON or a stream of it are opened up. */
    private static List<String> values(JsonNode node) {
        if (node.isObject()) {
            return node.properties().stream().filter(field -> !WIRE_TYPES.contains(field.getKey())).flatMap(field -> values(field.getValue()).stream()).toList();
        }
        if (!node.isString()) {
            return node.valueStream().flatMap(value -> values(value).stream()).toList();
        }
        String text = node.stringValue();
        if (text.lines().count() > 1 && text.lines().allMatch(line -> line.isBlank() || line.matches("(data:|event:|\\{).*"))) {
            return text.lines().map(line -> line.replaceFirst("^data:", "").strip()).filter(line -> line.startsWith("{"))
                    .flatMap(line -> values(JSON.readTree(line)).stream()).toList();
        }
        if (text.startsWith("{") || text.startsWith("[") || text.startsWith("\"")) {
            try {
                return values(JSON.readTree(text));
            } catch (tools.jackson.core.JacksonException notJson) {
                return List.of(text);
            }
        }
        return List.of(text);
    }

    /** Puts a value of another kind in the place of one, or takes it away. */
    private static void change(JsonNode record, Random random) {
        List<JsonNode> containers = new ArrayList<>();
        collect(record, containers);
        JsonNode container = containers.get(random.nextInt(containers.size()));
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        JsonNode wrong = switch (random.nextInt(8)) {
            case 0 -> nodes.nullNode();
            case 1 -> nodes.numberNode(-1);
            case 2 -> nodes.numberNode(1e300);
            case 3 -> nodes.stringNode("");
            case 4 -> nodes.stringNode("{\"not\": \"closed\"");
            case 5 -> nodes.arrayNode().add(nodes.arrayNode());
            case 6 -> nodes.objectNode().set("unknown", nodes.booleanNode(true));
            default -> nodes.booleanNode(true);
        };
        int place = random.nextInt(container.size());
        if (container instanceof ArrayNode array) {
            array.set(place, wrong);
        } else if (container instanceof ObjectNode object) {
            String name = object.propertyNames().stream().skip(place).findFirst().orElseThrow();
            if (random.nextInt(4) == 0) {
                object.remove(name);
            } else {
                object.set(name, wrong);
            }
        }
    }

    private static void collect(JsonNode node, List<JsonNode> containers) {
        if (node.isContainer() && !node.isEmpty()) {
            containers.add(node);
            node.forEach(child -> collect(child, containers));
        }
    }
}
