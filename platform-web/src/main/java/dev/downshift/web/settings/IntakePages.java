package dev.downshift.web.settings;

import dev.downshift.core.InvalidInput;
import dev.downshift.core.limits.IntakeGate;
import dev.downshift.core.limits.IntakePolicies;
import dev.downshift.core.limits.IntakePolicy;
import dev.downshift.core.retention.Retention;
import dev.downshift.core.retention.RetentionPreview;
import dev.downshift.core.tenancy.Permission;
import dev.downshift.core.tenancy.Requires;
import dev.downshift.web.shell.FormProblem;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** How much is taken in, how much of it is kept and for how long. What a new policy would remove is said before it is saved. */
@Controller
@RequestMapping("/settings/intake")
class IntakePages {

    private final IntakePolicies policies;
    private final IntakeGate gate;
    private final Retention retention;

    IntakePages(IntakePolicies policies, IntakeGate gate, Retention retention) {
        this.policies = policies;
        this.gate = gate;
        this.retention = retention;
    }

    @GetMapping
    String show(Model model) {
        IntakePolicy policy = policies.current().policy();
        return page(model, IntakeForm.of(policy), policy.keepCallsDays() == null ? null : retention.preview(policy.keepCallsDays()));
    }

    @Requires(Permission.MANAGE_SETTINGS)
    @PostMapping
    String save(@RequestParam Map<String, String> fields, Model model, HttpServletResponse response, RedirectAttributes after) {
        IntakeForm form = IntakeForm.of(fields);
        try {
            IntakePolicy policy = form.policy();
            Integer days = policy.keepCallsDays();
            boolean changed = !Objects.equals(days, policies.current().policy().keepCallsDays());
            if (days != null && changed && !fields.getOrDefault("confirmed", "").equals(days.toString())) {
                RetentionPreview preview = retention.preview(days);
                if (preview.calls() + preview.rejectedRecords() > 0) {
                    model.addAttribute("confirm", preview);
                    model.addAttribute("days", days);
                    return page(model, form, null);
                }
            }
            after.addFlashAttribute("saved", policies.save(policy).version());
            return "redirect:/settings/intake";
        } catch (InvalidInput invalid) {
            response.setStatus(HttpServletResponse.SC_UNPROCESSABLE_CONTENT);
            model.addAttribute("wrong", FormProblem.of(invalid));
            return page(model, form, null);
        }
    }

    private String page(Model model, IntakeForm form, @Nullable RetentionPreview tonight) {
        model.addAttribute("form", form);
        model.addAttribute("tonight", tonight);
        model.addAttribute("current", policies.current());
        model.addAttribute("today", gate.today());
        model.addAttribute("last", retention.last().orElse(null));
        model.addAttribute("history", policies.history());
        return "settings/intake";
    }
}
