package dev.downshift.web.datasets;

import dev.downshift.core.dataprotection.Lineage;
import dev.downshift.core.dataprotection.Openings;
import dev.downshift.core.datasets.DatasetId;
import dev.downshift.core.datasets.DatasetView;
import dev.downshift.core.datasets.Datasets;
import dev.downshift.core.datasets.Split;
import dev.downshift.core.tasks.TaskId;
import dev.downshift.core.tasks.Tasks;
import dev.downshift.core.tenancy.Permission;
import dev.downshift.core.tenancy.Requires;
import dev.downshift.web.shell.Address;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Frozen datasets: what is in them, how they were made, and what was left out. */
@Controller
@RequestMapping("/datasets")
class DatasetPages {

    private final Datasets datasets;
    private final Tasks tasks;
    private final Openings openings;
    private final Lineage lineage;

    DatasetPages(Datasets datasets, Tasks tasks, Openings openings, Lineage lineage) {
        this.datasets = datasets;
        this.tasks = tasks;
        this.openings = openings;
        this.lineage = lineage;
    }

    @GetMapping
    String list(@RequestParam(required = false) @Nullable String task, @RequestParam(required = false) @Nullable String cursor, Model model) {
        TaskId only = task == null || task.isBlank() ? null : TaskId.of(task);
        var page = datasets.list(only, cursor);
        model.addAttribute("datasets", page.items());
        model.addAttribute("task", only == null ? null : tasks.get(only));
        model.addAttribute("next", page.next() == null ? null : Address.of("/datasets").with("task", task).with("cursor", page.next()).toString());
        return "datasets/list";
    }

    @Requires(Permission.TRAIN)
    @PostMapping
    String freeze(@RequestParam String task) {
        return "redirect:/datasets/" + datasets.freeze(TaskId.of(task)).id();
    }

    @GetMapping("/{id}")
    String show(@PathVariable String id, Model model) {
        DatasetView dataset = datasets.get(DatasetId.of(id));
        model.addAttribute("dataset", dataset);
        model.addAttribute("task", tasks.get(dataset.task()));
        model.addAttribute("splits", SplitRow.all(dataset));
        model.addAttribute("dropped", DroppedRow.all(dataset));
        model.addAttribute("rules", dataset.manifest().path("rules").valueStream().map(rule -> rule.asString("")).toList());
        model.addAttribute("leaks", leaks(dataset));
        model.addAttribute("erased", lineage.erasedExamples(dataset.id()));
        return "datasets/dataset";
    }

    @GetMapping("/{id}/examples")
    String examples(@PathVariable String id, @RequestParam(defaultValue = "TEST") Split split, @RequestParam(required = false) @Nullable String cursor,
            Model model) {
        DatasetView dataset = datasets.get(DatasetId.of(id));
        var page = datasets.page(dataset.id(), split, cursor);
        openings.note(dataset.id());
        model.addAttribute("dataset", dataset);
        model.addAttribute("task", tasks.get(dataset.task()));
        model.addAttribute("split", split);
        model.addAttribute("splits", List.of(Split.values()));
        model.addAttribute("examples", page.items().stream().map(ExampleRow::of).toList());
        model.addAttribute("next", page.next() == null ? null
                : Address.of("/datasets/" + id + "/examples").with("split", split).with("cursor", page.next()).toString());
        return "datasets/examples";
    }

    private static long leaks(DatasetView dataset) {
        var leakage = dataset.manifest().path("leakage");
        return leakage.path("sharedConversations").asLong(0) + leakage.path("sharedPrompts").asLong(0);
    }
}
