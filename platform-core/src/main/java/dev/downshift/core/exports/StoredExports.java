package dev.downshift.core.exports;

import dev.downshift.core.Page;
import dev.downshift.core.audit.AuditTrail;
import dev.downshift.core.datasets.DatasetId;
import dev.downshift.core.datasets.DatasetView;
import dev.downshift.core.datasets.Datasets;
import dev.downshift.core.datasets.Split;
import dev.downshift.core.exports.Export.Exported;
import dev.downshift.core.intake.CallFilter;
import dev.downshift.core.intake.CallId;
import dev.downshift.core.intake.Calls;
import dev.downshift.core.tasks.TaskId;
import dev.downshift.core.tasks.TaskView;
import dev.downshift.core.tasks.Tasks;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.Permission;
import dev.downshift.engine.traces.ExportFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Exports what is stored, and notes who took it. */
@Service
class StoredExports implements Exports {

    private final Calls calls;
    private final Tasks tasks;
    private final Datasets datasets;
    private final AuditTrail audit;

    StoredExports(Calls calls, Tasks tasks, Datasets datasets, AuditTrail audit) {
        this.calls = calls;
        this.tasks = tasks;
        this.datasets = datasets;
        this.audit = audit;
    }

    @Override
    @Transactional
    public Export calls(CallFilter filter, ExportFormat format) {
        Actor.current().require(Permission.VIEW);
        Map<String, Object> details = details(format);
        details.put("filtered", !filter.equals(CallFilter.ALL));
        details.put("calls", calls.count(filter));
        if (filter.upload() == null) {
            audit.append("calls.exported", "organization", Actor.current().organization(), details);
        } else {
            audit.append("calls.exported", "upload", filter.upload(), details);
        }
        return new Export("calls", format, () -> calls.stream(filter).map(call -> ExportedCalls.of(call, null)));
    }

    @Override
    @Transactional
    public Export task(TaskId id, ExportFormat format) {
        Actor.current().require(Permission.VIEW);
        TaskView task = tasks.get(id);
        Map<String, Object> details = details(format);
        details.put("calls", task.calls());
        audit.append("task.exported", "task", id, details);
        return new Export("task-" + id, format, () -> callsOf(id));
    }

    private Stream<Exported> callsOf(TaskId task) {
        return Stream.iterate(Optional.of(tasks.calls(task, null)), Optional::isPresent, page -> after(page.orElseThrow(), task))
                .flatMap(Optional::stream).map(Page::items).filter(ids -> !ids.isEmpty()).flatMap(calls::stream).map(call -> ExportedCalls.of(call, task));
    }

    private Optional<Page<CallId>> after(Page<CallId> page, TaskId task) {
        String next = page.next();
        return next == null ? Optional.empty() : Optional.of(tasks.calls(task, next));
    }

    @Override
    @Transactional
    public Export dataset(DatasetId id, @Nullable Split split, ExportFormat format) {
        Actor.current().require(Permission.VIEW);
        DatasetView dataset = datasets.get(id);
        Map<String, Object> details = details(format);
        details.put("sha256", dataset.contentHash());
        if (split != null) {
            details.put("split", split.name());
        }
        audit.append("dataset.exported", "dataset", id, details);
        String name = "dataset-" + id + (split == null ? "" : "-" + split.name().toLowerCase(Locale.ROOT));
        return new Export(name, format, () -> (split == null ? Stream.of(Split.values()) : Stream.of(split))
                .flatMap(part -> datasets.examples(id, part).map(example -> ExportedCalls.of(example, dataset.task(), part))));
    }

    private static Map<String, Object> details(ExportFormat format) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("format", format.name().toLowerCase(Locale.ROOT));
        return details;
    }
}
