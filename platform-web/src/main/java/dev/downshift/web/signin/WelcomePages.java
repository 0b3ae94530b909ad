package dev.downshift.web.signin;

import dev.downshift.core.Conflict;
import dev.downshift.core.InvalidInput;
import dev.downshift.core.NotFound;
import dev.downshift.core.tenancy.Members;
import dev.downshift.core.tenancy.NewPerson;
import dev.downshift.core.tenancy.Onboarding;
import dev.downshift.core.tenancy.Person;
import dev.downshift.core.tenancy.Tenant;
import dev.downshift.web.shell.FormProblem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.text.Normalizer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;

/** The first organization of an installation that has nobody yet. */
@Controller
class WelcomePages {

    private final FirstRun firstRun;
    private final Onboarding onboarding;
    private final Members members;
    private final Sessions sessions;

    WelcomePages(FirstRun firstRun, Onboarding onboarding, Members members, Sessions sessions) {
        this.firstRun = firstRun;
        this.onboarding = onboarding;
        this.members = members;
        this.sessions = sessions;
    }

    /** What the form holds; the password is never shown again. */
    record Founding(String code, String organization, String displayName, String email, String password) {

        static final Founding EMPTY = new Founding("", "", "", "", "");

        Founding {
            code = given(code);
            organization = given(organization);
            displayName = given(displayName);
            email = given(email);
            password = given(password);
        }

        private static String given(@Nullable String field) {
            return field == null ? "" : field;
        }

        @Override
        public String toString() {
            return organization;
        }
    }

    @GetMapping("/welcome")
    String form(Model model) {
        requireFirstRun();
        model.addAttribute("form", Founding.EMPTY);
        return page(model);
    }

    @PostMapping("/welcome")
    String found(@ModelAttribute("form") Founding form, Model model, HttpServletRequest request, HttpServletResponse response) {
        requireFirstRun();
        try {
            if (!firstRun.accepts(form.code())) {
                throw new InvalidInput("code", "This is not the setup code.", "It stands in the log of Downshift, at its start.");
            }
            if (form.organization().isBlank()) {
                throw new InvalidInput("organization", "The organization has no name.", "Write the name of your team or company.");
            }
            var organization = onboarding.createOrganization(form.organization().strip(), slug(form.organization()),
                    new NewPerson(form.email(), form.displayName(), form.password()));
            var owner = Tenant.call(organization, members::list).getFirst();
            sessions.begin(new Person(owner.person(), owner.email(), owner.displayName()), request, response);
            return "redirect:/";
        } catch (InvalidInput invalid) {
            model.addAttribute("invalid", FormProblem.of(invalid));
        } catch (Conflict conflict) {
            model.addAttribute("invalid", new FormProblem("organization", conflict.getMessage(), ""));
        }
        response.setStatus(422);
        return page(model);
    }

    private String page(Model model) {
        model.addAttribute("shortestPassword", NewPerson.SHORTEST_PASSWORD);
        return "signin/welcome";
    }

    private void requireFirstRun() {
        if (!firstRun.isNow()) {
            throw new NotFound("page");
        }
    }

    static String slug(String name) {
        var letters = Normalizer.normalize(name, Normalizer.Form.NFKD)
                .replaceAll("\\p{M}", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-+|-+$", "");
        return letters.isEmpty() ? "organization" : letters.substring(0, Math.min(letters.length(), 60));
    }
}
