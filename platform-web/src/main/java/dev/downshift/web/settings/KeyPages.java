package dev.downshift.web.settings;

import dev.downshift.core.InvalidInput;
import dev.downshift.core.tenancy.ApiKey;
import dev.downshift.core.tenancy.ApiKeys;
import dev.downshift.core.tenancy.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** API keys. A key's secret is on the page that follows its making, and never again. */
@Controller
@RequestMapping("/settings/keys")
class KeyPages {

    private final ApiKeys keys;

    KeyPages(ApiKeys keys) {
        this.keys = keys;
    }

    @GetMapping
    String list(Model model) {
        model.addAttribute("keys", keys.list().stream().map(key -> KeyRow.of(key, Instant.now())).toList());
        model.addAttribute("scopes", Scope.values());
        return "settings/keys";
    }

    @PostMapping
    String issue(@RequestParam String name, @RequestParam(required = false) @Nullable List<String> scope,
            @RequestParam(defaultValue = "0") long days, RedirectAttributes after) {
        var issued = keys.issue(name, scopes(scope), days == 0 ? null : Instant.now().plus(life(days)));
        after.addFlashAttribute("secret", issued.secret());
        after.addFlashAttribute("secretName", name);
        return "redirect:/settings/keys";
    }

    @PostMapping("/{id}/revoke")
    String revoke(@PathVariable String id) {
        keys.revoke(ApiKey.Id.of(id));
        return "redirect:/settings/keys";
    }

    private static Duration life(long days) {
        if (days < 1 || days > ApiKeys.LONGEST_DAYS) {
            throw new InvalidInput("days", "A key does not live for " + days + " days.", "Choose 1 to " + ApiKeys.LONGEST_DAYS + ", or 0 for a key without an end.");
        }
        return Duration.ofDays(days);
    }

    private static Set<Scope> scopes(@Nullable List<String> names) {
        var scopes = EnumSet.noneOf(Scope.class);
        try {
            if (names != null) {
                names.forEach(name -> scopes.add(Scope.valueOf(name)));
            }
        } catch (IllegalArgumentException unknown) {
            throw new InvalidInput("scope", "There is no such scope.", "Choose from the list.");
        }
        return scopes;
    }
}
