package dev.downshift.core.datasets;

import dev.downshift.core.Sha256;
import dev.downshift.core.datasets.DatasetRows.Row;
import dev.downshift.core.datasets.Selection.Usable;
import dev.downshift.core.intake.CallId;
import dev.downshift.core.intake.Calls;
import dev.downshift.core.intake.StoredCall;
import dev.downshift.core.tasks.TaskView;
import dev.downshift.engine.traces.CanonicalJson;
import dev.downshift.engine.traces.Message;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Reads a task's calls twice: once for what decides, hashes only, and once for the bodies of those that were chosen. */
@Component
class Freezing {

    /** Fewer cannot be split into parts that mean anything. */
    static final int LEAST_EXAMPLES = 20;
    private static final int BATCH = 200;

    private final Calls calls;
    private final DatasetRows rows;

    Freezing(Calls calls, DatasetRows rows) {
        this.calls = calls;
        this.rows = rows;
    }

    Frozen choose(TaskView task, List<CallId> ids) {
        Map<CallId, Long> positions = new HashMap<>();
        ids.forEach(id -> positions.put(id, (long) positions.size()));
        List<Usable> usable = new ArrayList<>();
        Map<Long, byte[]> hashes = new HashMap<>();
        Map<String, Integer> unusable = new TreeMap<>();
        try (Stream<StoredCall> stored = calls.stream(ids)) {
            stored.map(Freezing::source).forEach(call -> {
                Optional<String> misfit = call.misfit(task.outputShape());
                if (misfit.isPresent()) {
                    unusable.merge(misfit.get(), 1, Integer::sum);
                } else {
                    long position = Objects.requireNonNull(positions.get(call.id()));
                    usable.add(usable(position, call));
                    hashes.put(position, Sha256.of(CanonicalJson.text(call.body())));
                }
            });
        }
        return new Frozen(ids, Selection.of(usable), hashes, unusable);
    }

    private static Usable usable(long position, SourceCall call) {
        String prompt = texts(call.call().messages()) + CanonicalJson.text(call.call().tools());
        return new Usable(position, call.conversation(), call.call().occurredAt(), Sha256.hex(Sha256.of(prompt)),
                Sha256.hex(Sha256.of(texts(call.afterSystemPrompt()))));
    }

    private static String texts(List<Message> messages) {
        return messages.stream().map(CanonicalJson::text).collect(Collectors.joining("\n"));
    }

    void write(DatasetId dataset, Frozen frozen) {
        int ordinal = 0;
        for (Split split : Split.values()) {
            List<Usable> chosen = frozen.selection().of(split);
            for (int from = 0; from < chosen.size(); from += BATCH) {
                List<Usable> batch = chosen.subList(from, Math.min(chosen.size(), from + BATCH));
                rows.insertExamples(dataset, ordinal, batch(split, batch, frozen));
                ordinal += batch.size();
            }
        }
    }

    private List<Row> batch(Split split, List<Usable> batch, Frozen frozen) {
        List<CallId> ids = batch.stream().map(call -> frozen.calls().get((int) call.position())).toList();
        Map<CallId, SourceCall> sources = new HashMap<>();
        try (Stream<StoredCall> stored = calls.stream(ids)) {
            stored.map(Freezing::source).forEach(call -> sources.put(call.id(), call));
        }
        List<Row> written = new ArrayList<>();
        for (Usable call : batch) {
            SourceCall source = Objects.requireNonNull(sources.get(frozen.calls().get((int) call.position())));
            written.add(new Row(split, source.id(), call.conversation(), Sha256.hex(frozen.hashOf(call.position())), CanonicalJson.text(source.body())));
        }
        return written;
    }

    private static SourceCall source(StoredCall stored) {
        return new SourceCall(stored.id(), stored.conversation(), stored.call());
    }
}
