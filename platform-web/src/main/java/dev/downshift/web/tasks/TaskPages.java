package dev.downshift.web.tasks;

import dev.downshift.core.Page;
import dev.downshift.core.intake.CallId;
import dev.downshift.core.intake.Calls;
import dev.downshift.core.tasks.TaskId;
import dev.downshift.core.tasks.TaskView;
import dev.downshift.core.tasks.Tasks;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.Permission;
import dev.downshift.core.tenancy.Requires;
import dev.downshift.web.shell.Address;
import dev.downshift.web.shell.RedactedHtml;
import dev.downshift.web.shell.Texts;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** One task: its figures and reasons, its template, examples of its calls, and all of them. */
@Controller
@RequestMapping("/tasks/{id:[0-9a-f-]{36}}")
class TaskPages {

    private static final int EXAMPLES = 4;
    private static final String SLOT = "{…}";

    private final Tasks tasks;
    private final Calls calls;
    private final Texts texts;

    TaskPages(Tasks tasks, Calls calls, Texts texts) {
        this.tasks = tasks;
        this.calls = calls;
        this.texts = texts;
    }

    @GetMapping
    String task(@PathVariable String id, Model model) {
        TaskView task = show(id, model);
        model.addAttribute("template", slots(task.template()));
        model.addAttribute("examples", tasks.examples(task.id(), EXAMPLES).stream().map(calls::get).map(ExampleCall::of).toList());
        return "tasks/task";
    }

    @GetMapping("/calls")
    String calls(@PathVariable String id, @RequestParam(required = false) @Nullable String cursor, Model model) {
        TaskView task = show(id, model);
        Page<CallId> page = tasks.calls(task.id(), cursor);
        List<CallId> ids = page.items();
        model.addAttribute("calls", ids.isEmpty() ? List.of() : calls.stream(ids).map(CallRow::of).toList());
        model.addAttribute("next", page.next() == null ? null : Address.of("/tasks/" + id + "/calls").with("cursor", page.next()).toString());
        return "tasks/calls";
    }

    @Requires(Permission.TRAIN)
    @PostMapping("/name")
    String rename(@PathVariable String id, @RequestParam String name, RedirectAttributes redirect) {
        tasks.rename(TaskId.of(id), name);
        redirect.addFlashAttribute("notice", texts.of("task.renamed"));
        return "redirect:/tasks/" + id;
    }

    /** A template as HTML with its slots marked. */
    private static String slots(String template) {
        return RedactedHtml.escaped(template).replace(SLOT, "<span class=\"slot\">" + SLOT + "</span>");
    }

    private TaskView show(String id, Model model) {
        TaskView task = tasks.get(TaskId.of(id));
        model.addAttribute("task", task);
        model.addAttribute("mayTrain", Actor.current().may(Permission.TRAIN));
        return task;
    }
}
