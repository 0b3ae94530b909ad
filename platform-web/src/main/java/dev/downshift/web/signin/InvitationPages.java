package dev.downshift.web.signin;

import dev.downshift.core.Conflict;
import dev.downshift.core.InvalidInput;
import dev.downshift.core.tenancy.Invitations;
import dev.downshift.core.tenancy.NewPerson;
import dev.downshift.core.tenancy.People;
import dev.downshift.web.shell.FormProblem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Accepting an invitation, as someone new or as someone who has signed in. */
@Controller
@RequestMapping("/invitation/{token}")
class InvitationPages {

    private final Invitations invitations;
    private final People people;
    private final Sessions sessions;

    InvitationPages(Invitations invitations, People people, Sessions sessions) {
        this.invitations = invitations;
        this.people = people;
        this.sessions = sessions;
    }

    @GetMapping
    String offer(@PathVariable String token, Model model) {
        model.addAttribute("offer", invitations.offer(token));
        model.addAttribute("person", SignedIn.current().orElse(null));
        model.addAttribute("shortestPassword", NewPerson.SHORTEST_PASSWORD);
        return "signin/invitation";
    }

    @PostMapping
    String accept(@PathVariable String token, @RequestParam(defaultValue = "") String displayName,
            @RequestParam(defaultValue = "") String password, Model model, HttpServletRequest request, HttpServletResponse response) {
        try {
            var signedIn = SignedIn.current();
            if (signedIn.isPresent()) {
                invitations.accept(token, signedIn.get().person());
            } else {
                sessions.begin(people.get(invitations.accept(token, displayName, password)), request, response);
            }
            return "redirect:/";
        } catch (InvalidInput invalid) {
            return again(token, displayName, FormProblem.of(invalid), model, response);
        } catch (Conflict conflict) {
            return again(token, displayName, new FormProblem("", conflict.getMessage(), ""), model, response);
        }
    }

    private String again(String token, String displayName, FormProblem problem, Model model, HttpServletResponse response) {
        response.setStatus(422);
        model.addAttribute("displayName", displayName);
        model.addAttribute("invalid", problem);
        return offer(token, model);
    }
}
