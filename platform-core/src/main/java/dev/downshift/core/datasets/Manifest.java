package dev.downshift.core.datasets;

import dev.downshift.core.Sha256;
import dev.downshift.core.datasets.Selection.Usable;
import dev.downshift.core.tasks.TaskView;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes down how a dataset was made, so that it can be judged and made again. */
final class Manifest {

    private Manifest() {}

    static ObjectNode of(TaskView task, long calls, Map<String, Integer> dropped, Selection selection, Map<Split, byte[]> splitHashes) {
        ObjectNode manifest = JsonNodeFactory.instance.objectNode().put("format", 1);
        manifest.putObject("task").put("id", task.id().toString()).put("version", task.version()).put("name", task.name())
                .put("outputShape", task.outputShape().name());
        manifest.put("callsOfTheTask", calls).put("examples", selection.size());
        ObjectNode reasons = manifest.putObject("dropped");
        dropped.forEach(reasons::put);
        ObjectNode splits = manifest.putObject("splits");
        for (Split split : Split.values()) {
            splits.set(split.name().toLowerCase(Locale.ROOT), split(selection.of(split), Objects.requireNonNull(splitHashes.get(split))));
        }
        var rules = manifest.putArray("rules");
        rules.add("Only calls that succeeded and whose answer has the form of the task's answers.");
        rules.add("Of calls with the same prompt the earliest is kept.");
        rules.add("The reference is metadata.expected where the trace has one, else the incumbent's answer.");
        rules.add("Whole conversations by their first call: the newest 20% of the examples are the test, the 10% before them the validation.");
        rules.add(selection.wordingApart()
                ? "An example whose wording after the system prompt occurs in an earlier split is left out."
                : "Prompts differ in the system prompt and not in what follows it, so equal wording is not left out.");
        manifest.set("leakage", leakage(selection));
        return manifest;
    }

    private static ObjectNode split(List<Usable> calls, byte[] hash) {
        ObjectNode split = JsonNodeFactory.instance.objectNode().put("examples", calls.size())
                .put("conversations", calls.stream().map(Usable::conversation).distinct().count()).put("sha256", Sha256.hex(hash));
        List<Instant> times = calls.stream().map(Usable::at).filter(Objects::nonNull).map(Objects::requireNonNull).sorted().toList();
        if (!times.isEmpty()) {
            split.put("from", times.getFirst().toString()).put("to", times.getLast().toString());
        }
        return split;
    }

    /** Counted anew from the result, not from the rules that should have made it so. */
    private static ObjectNode leakage(Selection selection) {
        return JsonNodeFactory.instance.objectNode()
                .put("sharedConversations", Leakage.shared(selection, Usable::conversation))
                .put("sharedPrompts", Leakage.shared(selection, Usable::prompt))
                .put("sharedWordings", Leakage.shared(selection, Usable::wording));
    }
}
