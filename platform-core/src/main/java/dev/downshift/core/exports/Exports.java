package dev.downshift.core.exports;

import dev.downshift.core.InvalidInput;
import dev.downshift.core.datasets.DatasetId;
import dev.downshift.core.datasets.Split;
import dev.downshift.core.intake.CallFilter;
import dev.downshift.core.tasks.TaskId;
import dev.downshift.engine.traces.ExportFormat;
import org.jspecify.annotations.Nullable;

/** Takes calls of the current organization out. Whoever may look may do so; each is an entry of the audit chain. */
public interface Exports {

    /** The calls that match, oldest first. */
    Export calls(CallFilter filter, ExportFormat format);

    /** The calls of a task. */
    Export task(TaskId task, ExportFormat format);

    /** The examples of a split, or of all splits one after the other. */
    Export dataset(DatasetId dataset, @Nullable Split split, ExportFormat format);

    /** The format of this name. */
    static ExportFormat format(String name) {
        return ExportFormat.named(name).orElseThrow(() -> new InvalidInput("format", "There is no format of this name.", "Use jsonl, otlp, parquet or canonical."));
    }
}
