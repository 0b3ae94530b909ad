package dev.downshift.web.settings;

import dev.downshift.core.InvalidInput;
import dev.downshift.core.intake.CallFilter;
import dev.downshift.core.intake.CallSummary;
import dev.downshift.core.intake.Calls;
import dev.downshift.core.privacy.RedactionPolicies;
import dev.downshift.core.privacy.Redactions;
import dev.downshift.core.tenancy.Permission;
import dev.downshift.core.tenancy.Requires;
import dev.downshift.engine.privacy.FindingType;
import dev.downshift.engine.privacy.RedactionPolicy;
import dev.downshift.engine.privacy.RedactionProfile;
import dev.downshift.web.shell.FormProblem;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What happens to each type of personal data and secret before a call is stored. A draft can be tried before it is saved. */
@Controller
@RequestMapping("/settings/policy")
class PolicyPages {

    private static final int LONGEST_TEXT = 20_000;

    private final RedactionPolicies policies;
    private final Redactions redactions;
    private final Calls calls;

    PolicyPages(RedactionPolicies policies, Redactions redactions, Calls calls) {
        this.policies = policies;
        this.redactions = redactions;
        this.calls = calls;
    }

    @GetMapping
    String show(@RequestParam(defaultValue = "") String profile, Model model) {
        RedactionPolicy current = policies.current().policy();
        RedactionPolicy shown = RedactionProfile.of(profile).map(RedactionProfile::policy)
                .map(base -> new RedactionPolicy(base.modes(), base.threshold(), base.thresholds(), current.terms(), current.rules())).orElse(current);
        model.addAttribute("profile", profile);
        return page(model, PolicyForm.of(shown));
    }

    @Requires(Permission.MANAGE_SETTINGS)
    @PostMapping
    String save(@RequestParam Map<String, String> fields, Model model, HttpServletResponse response, RedirectAttributes after) {
        PolicyForm form = PolicyForm.of(fields);
        try {
            after.addFlashAttribute("saved", policies.save(draft(form)).version());
            return "redirect:/settings/policy";
        } catch (InvalidInput invalid) {
            return refused(invalid, form, model, response);
        }
    }

    /** What the draft in the form finds in a text, of which nothing is kept, and in the newest calls as they are stored. */
    @Requires(Permission.MANAGE_SETTINGS)
    @PostMapping("/preview")
    String preview(@RequestParam Map<String, String> fields, Model model, HttpServletResponse response) {
        PolicyForm form = PolicyForm.of(fields);
        String typed = fields.getOrDefault("text", "");
        try {
            if (typed.length() > LONGEST_TEXT) {
                throw new InvalidInput("text", "The text is longer than 20,000 characters.", "Try a part of it.");
            }
            List<String> samples = calls.list(CallFilter.ALL, null).items().stream().map(CallSummary::excerpt).toList();
            model.addAttribute("preview", PolicyPreview.of(redactions, draft(form), typed, samples));
            model.addAttribute("text", typed);
            return page(model, form);
        } catch (InvalidInput invalid) {
            return refused(invalid, form, model, response);
        }
    }

    private RedactionPolicy draft(PolicyForm form) {
        return form.policy(policies.current().policy().rules());
    }

    private String refused(InvalidInput invalid, PolicyForm form, Model model, HttpServletResponse response) {
        response.setStatus(HttpServletResponse.SC_UNPROCESSABLE_CONTENT);
        model.addAttribute("wrong", FormProblem.of(invalid));
        return page(model, form);
    }

    private String page(Model model, PolicyForm form) {
        model.addAttribute("form", form);
        model.addAttribute("current", policies.current());
        model.addAttribute("types", FindingType.values());
        model.addAttribute("modes", RedactionPolicy.Mode.values());
        model.addAttribute("profiles", RedactionProfile.values());
        model.addAttribute("history", policies.history());
        return "settings/policy";
    }
}
