package dev.downshift.web.settings;

import dev.downshift.core.InvalidInput;
import dev.downshift.core.privacy.RedactionPolicies;
import dev.downshift.core.tenancy.Permission;
import dev.downshift.core.tenancy.Requires;
import dev.downshift.engine.privacy.FindingType;
import dev.downshift.engine.privacy.RedactionPolicy;
import java.util.EnumMap;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What happens to each type of personal data and secret before a call is stored. */
@Controller
@RequestMapping("/settings/policy")
class PolicyPages {

    private static final double HUNDRED = 100;

    private final RedactionPolicies policies;

    PolicyPages(RedactionPolicies policies) {
        this.policies = policies;
    }

    @GetMapping
    String show(Model model) {
        var current = policies.current();
        model.addAttribute("current", current);
        model.addAttribute("types", FindingType.values());
        model.addAttribute("modes", RedactionPolicy.Mode.values());
        model.addAttribute("threshold", Math.round(current.policy().threshold() * HUNDRED));
        model.addAttribute("history", policies.history());
        return "settings/policy";
    }

    @Requires(Permission.MANAGE_SETTINGS)
    @PostMapping
    String save(@RequestParam Map<String, String> fields, RedirectAttributes after) {
        Map<FindingType, RedactionPolicy.Mode> modes = new EnumMap<>(FindingType.class);
        try {
            for (var type : FindingType.values()) {
                modes.put(type, RedactionPolicy.Mode.valueOf(fields.getOrDefault(type.name(), RedactionPolicy.Mode.SURROGATE.name())));
            }
            var threshold = Double.parseDouble(fields.getOrDefault("threshold", "50")) / HUNDRED;
            after.addFlashAttribute("saved", policies.save(new RedactionPolicy(modes, threshold)).version());
        } catch (IllegalArgumentException invalid) {
            throw new InvalidInput("threshold", "The policy cannot be used.", "Choose from the lists, and a certainty from 0 to 100.");
        }
        return "redirect:/settings/policy";
    }
}
