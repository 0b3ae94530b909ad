package dev.downshift.engine.traces;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What every reading of a test file is held to. */
final class Readings {

    private Readings() {}

    /** Reads a file; what is rejected says why and what to do, and a restart gives the rest. */
    static CollectingSink of(byte[] bytes) {
        CollectingSink sink = CollectingSink.read(bytes);
        assertThat(sink.calls.size() + sink.rejected.size()).isPositive();
        assertThat(sink.rejected).allSatisfy(rejected -> {
            assertThat(rejected.reason()).hasSizeBetween(10, 200).doesNotContain("secret", "Exception", "tools.jackson", "org.apache");
            assertThat(rejected.remedy()).hasSizeBetween(10, 250).endsWith(".");
            assertThat(rejected.line()).isPositive();
            assertThat(rejected.byteOffset()).isNotNegative();
        });
        for (long restart : new long[] {1, sink.records / 2, sink.records}) {
            CollectingSink rest = CollectingSink.read(TraceReader.standard(CollectingSink.RECEIVED_AT), new ByteArrayInputStream(bytes), restart);
            assertThat(rest.calls).isEqualTo(sink.calls.stream().filter(call -> call.position().record() >= restart).toList());
            assertThat(rest.rejected).isEqualTo(sink.rejected.stream().filter(rejected -> rejected.record() >= restart).toList());
        }
        return sink;
    }

    /** The marks of the records whose calls were read. */
    static Set<String> marks(CollectingSink sink) {
        return sink.calls.stream().map(call -> Objects.requireNonNull(call.metadata().get("mark")).stringValue()).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The reasons of what was rejected, each with its file where it has one. */
    static java.util.List<String> reasons(CollectingSink sink) {
        return sink.rejected.stream().map(rejected -> (rejected.file() == null ? "" : rejected.file() + ": ") + rejected.reason()).toList();
    }
}
