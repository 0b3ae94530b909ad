package dev.downshift.web.privacy;

import dev.downshift.core.InvalidInput;
import dev.downshift.core.dataprotection.ErasureId;
import dev.downshift.core.dataprotection.Erasures;
import dev.downshift.core.dataprotection.Lineage;
import dev.downshift.core.tenancy.Permission;
import dev.downshift.core.tenancy.Requires;
import dev.downshift.engine.privacy.FindingType;
import dev.downshift.web.shell.FormProblem;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Forgets a person: looks for her calls, shows how many there are and what was made with them, and erases them once that is confirmed. */
@Controller
@RequestMapping("/privacy/erasures")
class ErasurePages {

    private final Erasures erasures;
    private final Lineage lineage;

    ErasurePages(Erasures erasures, Lineage lineage) {
        this.erasures = erasures;
        this.lineage = lineage;
    }

    @Requires(Permission.MANAGE_SETTINGS)
    @GetMapping
    String list(Model model) {
        model.addAttribute("erasures", erasures.list());
        model.addAttribute("types", Erasures.TYPES);
        return "privacy/erasures";
    }

    /** A refused value is not shown again: it is kept nowhere, not even in a page. */
    @Requires(Permission.MANAGE_SETTINGS)
    @PostMapping
    String find(@RequestParam FindingType type, @RequestParam String value, Model model, HttpServletResponse response) {
        try {
            return "redirect:/privacy/erasures/" + erasures.find(type, value).id();
        } catch (InvalidInput invalid) {
            response.setStatus(HttpServletResponse.SC_UNPROCESSABLE_CONTENT);
            model.addAttribute("wrong", FormProblem.of(invalid));
            model.addAttribute("chosen", type);
            return list(model);
        }
    }

    @Requires(Permission.MANAGE_SETTINGS)
    @GetMapping("/{id}")
    String show(@PathVariable String id, Model model) {
        ErasureId erasure = ErasureId.of(id);
        model.addAttribute("erasure", erasures.get(erasure));
        model.addAttribute("made", lineage.madeWith(erasure));
        return "privacy/erasure";
    }

    @Requires(Permission.MANAGE_SETTINGS)
    @PostMapping("/{id}/confirm")
    String confirm(@PathVariable String id) {
        return "redirect:/privacy/erasures/" + erasures.confirm(ErasureId.of(id)).id();
    }

    @Requires(Permission.MANAGE_SETTINGS)
    @PostMapping("/{id}/discard")
    String discard(@PathVariable String id) {
        erasures.discard(ErasureId.of(id));
        return "redirect:/privacy/erasures";
    }
}
