package dev.downshift.web.settings;

import dev.downshift.core.routing.IncumbentEndpoints;
import dev.downshift.core.tenancy.Permission;
import dev.downshift.core.tenancy.Requires;
import dev.downshift.web.shell.PublicAddress;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Where the organization's large models answer. A stored credential is never shown. */
@Controller
@RequestMapping("/settings/incumbent")
class IncumbentPages {

    private final IncumbentEndpoints endpoints;
    private final PublicAddress address;

    IncumbentPages(IncumbentEndpoints endpoints, PublicAddress address) {
        this.endpoints = endpoints;
        this.address = address;
    }

    @GetMapping
    String show(Model model) {
        model.addAttribute("endpoint", endpoints.get().orElse(null));
        model.addAttribute("gateway", address.of("/v1"));
        return "settings/incumbent";
    }

    @Requires(Permission.MANAGE_SETTINGS)
    @PostMapping
    String set(@RequestParam String baseUrl, @RequestParam(defaultValue = "") String credential,
            @RequestParam(defaultValue = "false") boolean forget, RedirectAttributes after) {
        endpoints.set(baseUrl.strip(), forget ? "" : credential.isBlank() ? null : credential);
        after.addFlashAttribute("saved", true);
        return "redirect:/settings/incumbent";
    }
}
