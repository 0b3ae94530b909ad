package dev.downshift.engine.traces;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** What holds for the reading of any bytes whatsoever. */
final class ReadingRules {

    static final int RECORD_LIMIT = 1 << 18;

    private static final TraceReader READER = TraceReader.withRecordLimit(RECORD_LIMIT, CollectingSink.RECEIVED_AT);
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int SHORTEST_VALUE = 12;
    private static final Pattern WIRE_NAME = Pattern.compile("[a-z_.]+");
    /** What one reading may allocate in all, most of which is garbage at once: buffers, and what a bomb may unpack to. */
    private static final long MOST_ALLOCATED = 400L << 20;
    private static final long MOST_ALLOCATED_PER_BYTE = 2_000;

    private final Set<String> values;
    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private final Map<String, List<String>> alone = new ConcurrentHashMap<>();

    ReadingRules(Stream<JsonNode> records) {
        values = records.flatMap(ReadingRules::texts).filter(text -> text.length() >= SHORTEST_VALUE && !WIRE_NAME.matcher(text).matches()).collect(Collectors.toSet());
    }

    void check(MutatedInputs.Input input) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        CollectingSink sink = read(input.bytes(), 0);
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertThat(allocated).as("bytes allocated").isLessThan(MOST_ALLOCATED + MOST_ALLOCATED_PER_BYTE * input.bytes().length);
        assertThat(sink.records).as("records").isPositive();
        sink.rejected.forEach(this::isClear);
        placesGrow(sink);
        if (input.plain() != null) {
            placesAreTrue(sink, input.plain());
        }
        for (LlmCall call : sink.calls) {
            String text = CanonicalJson.text(call);
            LlmCall again = CanonicalReader.call(text);
            assertThat(CanonicalJson.text(again)).isEqualTo(text);
            assertThat(CanonicalReader.call(CanonicalJson.text(again))).isEqualTo(again);
        }
        untouchedRecordsAreRead(sink, input);
        anotherReadingGivesTheSame(sink, input);
    }

    private static CollectingSink read(byte[] bytes, long from) {
        return CollectingSink.read(READER, new ByteArrayInputStream(bytes), from);
    }

    private void isClear(RejectedRecord rejected) {
        assertThat(rejected.line()).isPositive();
        assertThat(rejected.byteOffset()).isNotNegative();
        String said = rejected.reason() + "\n" + rejected.remedy();
        if (seen.add(said)) {
            assertThat(rejected.reason()).hasSizeBetween(10, 200).doesNotContain("Exception", "tools.jackson", "org.apache", "java.", "null");
            assertThat(rejected.remedy()).hasSizeBetween(10, 250).endsWith(".");
            assertThat(said).doesNotContain(MutatedRecord.SECRET);
            assertThat(values).as("values repeated in: " + said).noneMatch(rejected.reason()::contains);
        }
    }

    /** Each record is either rejected or read, in order, and the next one begins no earlier than this one. */
    private static void placesGrow(CollectingSink sink) {
        long record = -1;
        int index = 0;
        long line = 0;
        long offset = -1;
        for (LlmCall call : sink.calls) {
            LlmCall.Position position = call.position();
            boolean same = position.record() == record;
            assertThat(position.record()).isGreaterThanOrEqualTo(record);
            assertThat(position.indexInRecord()).isGreaterThanOrEqualTo(same ? index + 1 : 0);
            assertThat(position.line()).isGreaterThanOrEqualTo(line);
            assertThat(position.byteOffset()).isGreaterThanOrEqualTo(offset);
            record = position.record();
            index = position.indexInRecord();
            line = position.line();
            offset = position.byteOffset();
        }
        List<Long> read = sink.calls.stream().map(call -> call.position().record()).distinct().toList();
        List<Long> rejected = sink.rejected.stream().map(RejectedRecord::record).toList();
        assertThat(rejected).isSorted().doesNotHaveDuplicates().noneMatch(read::contains);
        List<Long> lines = sink.rejected.stream().filter(one -> one.file() == null).map(RejectedRecord::line).toList();
        assertThat(lines).isSorted();
    }

    private static void placesAreTrue(CollectingSink sink, byte[] plain) {
        for (RejectedRecord rejected : sink.rejected) {
            assertThat(rejected.line()).as("line of byte %d", rejected.byteOffset()).isEqualTo(line(plain, rejected.byteOffset()));
        }
        for (LlmCall call : sink.calls) {
            long offset = call.position().byteOffset();
            assertThat(call.position().line()).as("line of byte %d", offset).isEqualTo(line(plain, offset));
        }
    }

    private static long line(byte[] bytes, long offset) {
        assertThat(offset).isBetween(0L, (long) bytes.length);
        long line = 1;
        for (int index = 0; index < offset; index++) {
            line += bytes[index] == '\n' ? 1 : 0;
        }
        return line;
    }

    private void untouchedRecordsAreRead(CollectingSink sink, MutatedInputs.Input input) {
        List<String> left = new ArrayList<>(sink.calls.stream().map(ReadingRules::withoutPlace).toList());
        for (String record : input.untouched()) {
            for (String call : alone.computeIfAbsent(record, text -> CollectingSink.read(text).calls.stream().map(ReadingRules::withoutPlace).toList())) {
                assertThat(left.remove(call)).as("whether the call of an untouched record was read: %s; rejected: %s", call, sink.rejected).isTrue();
            }
        }
    }

    /** A second reading, half of them from the beginning. */
    private static void anotherReadingGivesTheSame(CollectingSink sink, MutatedInputs.Input input) {
        Random random = new Random(input.seed());
        long from = random.nextBoolean() ? 0 : random.nextLong(sink.records + 1);
        CollectingSink rest = read(input.bytes(), from);
        if (ParquetEntries.begins(Arrays.copyOf(input.bytes(), 4)) && !sink.rejected.isEmpty()) {
            differsOnlyInItsEnd(sink, rest, from);
            return;
        }
        assertThat(rest.calls).as("calls from record %d on", from).isEqualTo(sink.calls.stream().filter(call -> call.position().record() >= from).toList());
        assertThat(rest.rejected).as("rejected from record %d on", from).isEqualTo(sink.rejected.stream().filter(one -> one.record() >= from).toList());
    }

    /** Columns are read by several threads: how many rows are given out before the damage of one is seen is not certain. */
    private static void differsOnlyInItsEnd(CollectingSink sink, CollectingSink rest, long from) {
        List<LlmCall> calls = sink.calls.stream().filter(call -> call.position().record() >= from).toList();
        int both = Math.min(calls.size(), rest.calls.size());
        assertThat(rest.calls.subList(0, both)).isEqualTo(calls.subList(0, both));
    }

    /** As the call would read elsewhere in another file. */
    private static String withoutPlace(LlmCall call) {
        Map<String, JsonNode> metadata = new LinkedHashMap<>(call.metadata());
        JsonNode hidden = metadata.remove("metadata.file");
        metadata.remove("file");
        if (hidden != null) {
            metadata.put("file", hidden);
        }
        String named = call.conversation();
        return CanonicalJson.text(new LlmCall(new LlmCall.Position(0, call.position().indexInRecord(), 1, 0), call.providerCallId(),
                named != null && named.equals(LlmCall.Position.conversation(call.position().record())) ? null : named, call.occurredAt(), call.model(), call.messages(), call.tools(),
                call.parameters(), call.response(), call.finishReason(), call.usage(), call.latency(), call.error(), metadata));
    }

    private static Stream<String> texts(JsonNode node) {
        return node.isString() ? Stream.of(node.stringValue()) : node.valueStream().flatMap(ReadingRules::texts);
    }
}
