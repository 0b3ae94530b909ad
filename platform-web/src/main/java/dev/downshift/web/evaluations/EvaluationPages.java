package dev.downshift.web.evaluations;

import dev.downshift.core.datasets.DatasetId;
import dev.downshift.core.datasets.Datasets;
import dev.downshift.core.evaluation.EvaluationId;
import dev.downshift.core.evaluation.EvaluationSettings;
import dev.downshift.core.evaluation.EvaluationView;
import dev.downshift.core.evaluation.Evaluations;
import dev.downshift.core.tasks.TaskId;
import dev.downshift.core.tasks.Tasks;
import dev.downshift.core.tenancy.Permission;
import dev.downshift.core.tenancy.Requires;
import dev.downshift.core.training.CandidateId;
import dev.downshift.core.training.CandidateView;
import dev.downshift.core.training.Candidates;
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

/** Evaluations: the candidate beside the incumbent, and what follows. */
@Controller
@RequestMapping("/evaluations")
class EvaluationPages {

    private final Evaluations evaluations;
    private final Candidates candidates;
    private final Datasets datasets;
    private final Tasks tasks;

    EvaluationPages(Evaluations evaluations, Candidates candidates, Datasets datasets, Tasks tasks) {
        this.evaluations = evaluations;
        this.candidates = candidates;
        this.datasets = datasets;
        this.tasks = tasks;
    }

    /** A row of the list. */
    public record Row(EvaluationView evaluation, String candidate, String task) {}

    @GetMapping
    String list(@RequestParam(required = false) @Nullable String task, @RequestParam(required = false) @Nullable String cursor, Model model) {
        TaskId only = task == null || task.isBlank() ? null : TaskId.of(task);
        var page = evaluations.list(only, cursor);
        model.addAttribute("rows", page.items().stream().map(evaluation -> new Row(evaluation, candidates.get(evaluation.candidate()).name(),
                tasks.get(evaluation.task()).name())).toList());
        model.addAttribute("next", page.next() == null ? null : Address.of("/evaluations").with("task", task).with("cursor", page.next()).toString());
        return "evaluations/list";
    }

    @GetMapping("/new")
    String form(@RequestParam String candidate, Model model) {
        CandidateView contender = candidates.get(CandidateId.of(candidate));
        model.addAttribute("candidate", contender);
        model.addAttribute("task", tasks.get(contender.task()));
        model.addAttribute("dataset", datasets.get(contender.dataset()));
        model.addAttribute("usual", EvaluationSettings.DEFAULT);
        return "evaluations/new";
    }

    @Requires(Permission.TRAIN)
    @PostMapping
    String start(@RequestParam String candidate, @RequestParam String dataset, @RequestParam(defaultValue = "5") double points,
            @RequestParam(defaultValue = "200") int examples) {
        EvaluationSettings settings = new EvaluationSettings(points / 100, examples, Math.min(examples, EvaluationSettings.DEFAULT.baseExamples()));
        return "redirect:/evaluations/" + evaluations.start(CandidateId.of(candidate), DatasetId.of(dataset), settings);
    }

    @Requires(Permission.TRAIN)
    @PostMapping("/{id}/cancel")
    String cancel(@PathVariable String id) {
        evaluations.cancel(EvaluationId.of(id));
        return "redirect:/evaluations/" + id;
    }

    @GetMapping("/{id}")
    String show(@PathVariable String id, Model model) {
        EvaluationView evaluation = header(id, model);
        model.addAttribute("report", evaluation.report() == null ? null : ReportView.of(evaluation.report()));
        return "evaluations/evaluation";
    }

    @GetMapping("/{id}/answers")
    String answers(@PathVariable String id, @RequestParam(defaultValue = "false") boolean disagreements,
            @RequestParam(required = false) @Nullable String cursor, Model model) {
        EvaluationView evaluation = header(id, model);
        var page = evaluations.results(evaluation.id(), disagreements, cursor);
        List<AnswerRow> rows = page.items().stream().map(AnswerRow::of).toList();
        model.addAttribute("rows", rows);
        model.addAttribute("disagreements", disagreements);
        model.addAttribute("next", page.next() == null ? null : Address.of("/evaluations/" + id + "/answers")
                .with("disagreements", disagreements).with("cursor", page.next()).toString());
        return "evaluations/answers";
    }

    private EvaluationView header(String id, Model model) {
        EvaluationView evaluation = evaluations.get(EvaluationId.of(id));
        model.addAttribute("evaluation", evaluation);
        model.addAttribute("candidate", candidates.get(evaluation.candidate()));
        model.addAttribute("dataset", datasets.get(evaluation.dataset()));
        model.addAttribute("task", tasks.get(evaluation.task()));
        return evaluation;
    }
}
