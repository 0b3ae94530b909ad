package dev.downshift.web.imports;

import dev.downshift.core.InvalidInput;
import dev.downshift.core.imports.ConnectionTest;
import dev.downshift.core.imports.ImportId;
import dev.downshift.core.imports.ImportRunId;
import dev.downshift.core.imports.ImportView;
import dev.downshift.core.imports.Imports;
import dev.downshift.core.imports.Schedule;
import dev.downshift.core.imports.Source;
import dev.downshift.core.tenancy.Permission;
import dev.downshift.core.tenancy.Requires;
import dev.downshift.web.shell.Address;
import dev.downshift.web.shell.FormProblem;
import dev.downshift.web.shell.Texts;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Imports: the list, the form, one of them with its history, and one of its runs. */
@Controller
@RequestMapping("/imports")
class ImportPages {

    private static final int UNUSABLE = 422;

    private final Imports imports;
    private final Texts texts;
    private final Clock clock;

    ImportPages(Imports imports, Texts texts, Clock clock) {
        this.imports = imports;
        this.texts = texts;
        this.clock = clock;
    }

    @GetMapping
    String list(Model model) {
        var rows = imports.list().stream().map(ImportRow::of).toList();
        model.addAttribute("rows", rows);
        model.addAttribute("running", rows.stream().anyMatch(ImportRow::running));
        return "imports/list";
    }

    @Requires(Permission.MANAGE_SETTINGS)
    @GetMapping("/new")
    String form(@RequestParam(defaultValue = "LANGFUSE") String kind, Model model) {
        return form(ImportForm.empty(kind, clock.instant()), null, null, model);
    }

    @Requires(Permission.MANAGE_SETTINGS)
    @PostMapping
    String create(@ModelAttribute ImportForm form, Model model, HttpServletResponse response, RedirectAttributes after) {
        try {
            ImportId id = imports.create(form.draft());
            return tested(id, "imports.created", after);
        } catch (InvalidInput invalid) {
            response.setStatus(UNUSABLE);
            return form(form, null, invalid, model);
        }
    }

    @GetMapping("/{id}")
    String detail(@PathVariable String id, @RequestParam(required = false) @Nullable String cursor, Model model) {
        ImportView view = imports.get(ImportId.of(id));
        var runs = imports.runs(view.id(), cursor);
        model.addAttribute("row", ImportRow.of(view));
        model.addAttribute("view", view);
        model.addAttribute("runs", runs.items().stream().map(RunRow::of).toList());
        model.addAttribute("next", runs.next() == null ? null : Address.of("/imports/" + view.id()).with("cursor", runs.next()).toString());
        return "imports/detail";
    }

    @Requires(Permission.MANAGE_SETTINGS)
    @GetMapping("/{id}/edit")
    String edit(@PathVariable String id, Model model) {
        ImportView view = imports.get(ImportId.of(id));
        return form(ImportForm.of(view), view, null, model);
    }

    @Requires(Permission.MANAGE_SETTINGS)
    @PostMapping("/{id}")
    String change(@PathVariable String id, @ModelAttribute ImportForm form, Model model, HttpServletResponse response, RedirectAttributes after) {
        ImportView view = imports.get(ImportId.of(id));
        try {
            imports.change(view.id(), form.draft());
            return tested(view.id(), "imports.saved", after);
        } catch (InvalidInput invalid) {
            response.setStatus(UNUSABLE);
            return form(form, view, invalid, model);
        }
    }

    @Requires(Permission.MANAGE_SETTINGS)
    @PostMapping("/{id}/test")
    String test(@PathVariable String id, RedirectAttributes after) {
        return tested(ImportId.of(id), null, after);
    }

    @Requires(Permission.MANAGE_SETTINGS)
    @PostMapping("/{id}/run")
    String run(@PathVariable String id, RedirectAttributes after) {
        imports.runNow(ImportId.of(id));
        return done(id, "imports.asked", after);
    }

    @Requires(Permission.MANAGE_SETTINGS)
    @PostMapping("/{id}/pause")
    String pause(@PathVariable String id, RedirectAttributes after) {
        imports.pause(ImportId.of(id));
        return done(id, "imports.paused.done", after);
    }

    @Requires(Permission.MANAGE_SETTINGS)
    @PostMapping("/{id}/resume")
    String resume(@PathVariable String id, RedirectAttributes after) {
        imports.resume(ImportId.of(id));
        return done(id, "imports.resumed.done", after);
    }

    @Requires(Permission.MANAGE_SETTINGS)
    @PostMapping("/{id}/delete")
    String delete(@PathVariable String id, RedirectAttributes after) {
        imports.delete(ImportId.of(id));
        after.addFlashAttribute("notice", texts.of("imports.deleted"));
        return "redirect:/imports";
    }

    @GetMapping("/runs/{run}")
    String run(@PathVariable String run, Model model) {
        ImportRunId id = ImportRunId.of(run);
        var row = RunRow.of(imports.run(id));
        model.addAttribute("row", row);
        model.addAttribute("run", row.run());
        model.addAttribute("view", imports.get(row.run().importId()));
        model.addAttribute("files", imports.files(id));
        return "imports/run";
    }

    private String tested(ImportId id, @Nullable String saved, RedirectAttributes after) {
        ConnectionTest test = imports.test(id);
        String before = saved == null ? "" : texts.of(saved) + " ";
        after.addFlashAttribute(test.succeeded() ? "notice" : "problem", before + test.answer() + (test.remedy().isEmpty() ? "" : " " + test.remedy()));
        return "redirect:/imports/" + id;
    }

    private String done(String id, String text, RedirectAttributes after) {
        after.addFlashAttribute("notice", texts.of(text));
        return "redirect:/imports/" + ImportId.of(id);
    }

    private static String form(ImportForm form, @Nullable ImportView view, @Nullable InvalidInput invalid, Model model) {
        model.addAttribute("form", form);
        model.addAttribute("view", view);
        model.addAttribute("kinds", Source.Kind.values());
        model.addAttribute("schedules", Schedule.values());
        model.addAttribute("invalid", invalid == null ? null : FormProblem.of(invalid));
        return "imports/form";
    }
}
