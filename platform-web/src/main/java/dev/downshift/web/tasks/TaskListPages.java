package dev.downshift.web.tasks;

import dev.downshift.core.Page;
import dev.downshift.core.tasks.DiscoveryRun;
import dev.downshift.core.tasks.DiscoveryRuns;
import dev.downshift.core.tasks.TaskQuery;
import dev.downshift.core.tasks.TaskView;
import dev.downshift.core.tasks.Tasks;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.Permission;
import dev.downshift.core.tenancy.Requires;
import dev.downshift.engine.evaluation.OutputShape;
import dev.downshift.http.Csv;
import dev.downshift.web.shell.Address;
import dev.downshift.web.shell.Texts;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The table of tasks, as a page and as CSV, and the run that fills it. */
@Controller
class TaskListPages {

    private final Tasks tasks;
    private final DiscoveryRuns runs;
    private final Texts texts;

    TaskListPages(Tasks tasks, DiscoveryRuns runs, Texts texts) {
        this.tasks = tasks;
        this.runs = runs;
        this.texts = texts;
    }

    /** A heading of the table: what it sorts by, where that leads, and whether it sorts now. */
    record Heading(String key, boolean number, String path, @Nullable String sorted) {}

    @GetMapping("/tasks")
    String list(@RequestParam(required = false) @Nullable String q, @RequestParam(required = false) @Nullable String shape,
            @RequestParam(required = false) @Nullable Boolean worth, @RequestParam(required = false) @Nullable String sort,
            @RequestParam(required = false) @Nullable String order, @RequestParam(required = false) @Nullable String cursor, Model model) {
        TaskQuery query = TaskQuery.parse(q, shape, worth, sort, order);
        Page<TaskView> page = tasks.list(query, cursor);
        run(model);
        model.addAttribute("query", query);
        model.addAttribute("filtered", query.text() != null || query.shape() != null || query.worthMoving() != null);
        model.addAttribute("shapes", OutputShape.values());
        model.addAttribute("tasks", page.items());
        model.addAttribute("unassigned", tasks.unassigned());
        model.addAttribute("headings", Arrays.stream(TaskQuery.Sort.values()).map(each -> heading(query, each)).toList());
        model.addAttribute("csv", address("/tasks.csv", query).toString());
        model.addAttribute("next", page.next() == null ? null : address("/tasks", query).with("cursor", page.next()).toString());
        return "tasks/tasks";
    }

    /** The run alone, for the page to look again; once it has ended the whole page is to be loaded anew. */
    @GetMapping("/tasks/discovery")
    String discovery(Model model, HttpServletResponse response) {
        if (!run(model)) {
            response.setHeader("HX-Refresh", "true");
        }
        return "tasks/run :: run";
    }

    @Requires(Permission.TRAIN)
    @PostMapping("/tasks/discovery")
    String start(RedirectAttributes redirect) {
        runs.start();
        redirect.addFlashAttribute("notice", texts.of("tasks.discovery.asked"));
        return "redirect:/tasks";
    }

    @GetMapping("/tasks.csv")
    void csv(@RequestParam(required = false) @Nullable String q, @RequestParam(required = false) @Nullable String shape,
            @RequestParam(required = false) @Nullable Boolean worth, @RequestParam(required = false) @Nullable String sort,
            @RequestParam(required = false) @Nullable String order, HttpServletResponse response) throws IOException {
        TaskQuery query = TaskQuery.parse(q, shape, worth, sort, order);
        try (Csv csv = Csv.to(response, "tasks.csv")) {
            csv.row(List.of("id", "name", "calls", "failed_calls", "prompt_tokens", "completion_tokens", "cost_usd", "calls_priced",
                    "latency_p50_ms", "latency_p95_ms", "output_shape", "worthiness", "worth_moving", "reason"));
            csv.rows(cursor -> tasks.list(query, cursor), task -> List.of(task.id(), task.name(), task.calls(), task.failedCalls(), task.promptTokens(),
                    task.completionTokens(), Objects.requireNonNullElse(task.cost(), ""), task.callsPriced(),
                    Objects.requireNonNullElse(task.latencyP50Ms(), ""), Objects.requireNonNullElse(task.latencyP95Ms(), ""),
                    task.outputShape(), task.worthiness(), task.worthMoving(), task.mainReason()));
        }
    }

    /** Whether one is waiting or at work. */
    private boolean run(Model model) {
        DiscoveryRun latest = runs.latest().orElse(null);
        boolean working = latest != null && !latest.status().isFinal();
        model.addAttribute("run", latest);
        model.addAttribute("working", working);
        model.addAttribute("mayStart", Actor.current().may(Permission.TRAIN));
        return working;
    }

    private static Heading heading(TaskQuery query, TaskQuery.Sort sort) {
        boolean current = query.sort() == sort;
        boolean down = current ? !query.descending() : sort != TaskQuery.Sort.NAME;
        String path = address("/tasks", new TaskQuery(query.text(), query.shape(), query.worthMoving(), sort, down)).toString();
        return new Heading(lower(sort), sort != TaskQuery.Sort.NAME, path, current ? (query.descending() ? "descending" : "ascending") : null);
    }

    private static Address address(String path, TaskQuery query) {
        return Address.of(path)
                .with("q", query.text())
                .with("shape", query.shape() == null ? null : lower(query.shape()))
                .with("worth", query.worthMoving())
                .with("sort", lower(query.sort()))
                .with("order", query.descending() ? "desc" : "asc");
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
