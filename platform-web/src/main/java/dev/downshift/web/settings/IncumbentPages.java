package dev.downshift.web.settings;

import dev.downshift.core.routing.IncumbentEndpoints;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** Where the organization's large models answer. A stored credential is never shown. */
@Controller
@RequestMapping("/settings/incumbent")
class IncumbentPages {

    private final IncumbentEndpoints endpoints;

    IncumbentPages(IncumbentEndpoints endpoints) {
        this.endpoints = endpoints;
    }

    @GetMapping
    String show(Model model) {
        model.addAttribute("endpoint", endpoints.get().orElse(null));
        model.addAttribute("gateway", ServletUriComponentsBuilder.fromCurrentContextPath().path("/v1").toUriString());
        return "settings/incumbent";
    }

    @PostMapping
    String set(@RequestParam String baseUrl, @RequestParam(defaultValue = "") String credential,
            @RequestParam(defaultValue = "false") boolean forget, RedirectAttributes after) {
        endpoints.set(baseUrl.strip(), forget ? "" : credential.isBlank() ? null : credential);
        after.addFlashAttribute("saved", true);
        return "redirect:/settings/incumbent";
    }
}
