package dev.downshift.web.signin;

import dev.downshift.core.tenancy.OrganizationId;
import jakarta.servlet.http.HttpSession;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Signing in, and moving between organizations. */
@Controller
class SignInPages {

    private final SessionOrganizations organizations;
    private final FirstRun firstRun;

    SignInPages(SessionOrganizations organizations, FirstRun firstRun) {
        this.organizations = organizations;
        this.firstRun = firstRun;
    }

    @GetMapping("/sign-in")
    String signIn(Model model) {
        if (SignedIn.current().isPresent()) {
            return "redirect:/";
        }
        if (firstRun.isNow()) {
            return "redirect:/welcome";
        }
        return "signin/sign-in";
    }

    @PostMapping("/organization")
    String choose(@RequestParam String organization, HttpSession session) {
        SignedIn.current().ifPresent(person -> organizations.choose(person, OrganizationId.of(organization), session));
        return "redirect:/";
    }

    @GetMapping("/no-organization")
    String noOrganization() {
        return "signin/no-organization";
    }
}
