package dev.downshift.web.settings;

import dev.downshift.core.InvalidInput;
import dev.downshift.core.NotFound;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.Invitation;
import dev.downshift.core.tenancy.Invitations;
import dev.downshift.core.tenancy.Members;
import dev.downshift.core.tenancy.Permission;
import dev.downshift.core.tenancy.PersonId;
import dev.downshift.core.tenancy.Requires;
import dev.downshift.core.tenancy.Role;
import dev.downshift.web.shell.PublicAddress;
import java.util.Arrays;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Members, their roles, and invitations. */
@Controller
@RequestMapping("/settings")
class MemberPages {

    private static final String HERE = "redirect:/settings/members";

    private final Members members;
    private final Invitations invitations;
    private final PublicAddress address;

    MemberPages(Members members, Invitations invitations, PublicAddress address) {
        this.members = members;
        this.invitations = invitations;
        this.address = address;
    }

    @GetMapping
    String settings() {
        return HERE;
    }

    @GetMapping("/members")
    String list(Model model) {
        model.addAttribute("members", members.list());
        model.addAttribute("invitations", Actor.current().may(Permission.MANAGE_MEMBERS) ? invitations.open() : List.of());
        model.addAttribute("roles", Role.values());
        model.addAttribute("offered", offered());
        model.addAttribute("self", Actor.current().person());
        return "settings/members";
    }

    @Requires(Permission.MANAGE_MEMBERS)
    @PostMapping("/members/invitations")
    String invite(@RequestParam String email, @RequestParam String role, RedirectAttributes after) {
        var issued = invitations.invite(email, role(role));
        after.addFlashAttribute("link", address.of("/invitation/" + issued.token()));
        after.addFlashAttribute("invited", email);
        return HERE;
    }

    @Requires(Permission.MANAGE_MEMBERS)
    @PostMapping("/members/invitations/{id}/revoke")
    String revoke(@PathVariable String id) {
        invitations.revoke(Invitation.Id.of(id));
        return HERE;
    }

    @Requires(Permission.MANAGE_MEMBERS)
    @PostMapping("/members/{person}/role")
    String changeRole(@PathVariable String person, @RequestParam String role) {
        members.changeRole(person(person), role(role));
        return HERE;
    }

    @Requires(Permission.MANAGE_MEMBERS)
    @PostMapping("/members/{person}/remove")
    String remove(@PathVariable String person) {
        members.remove(person(person));
        return HERE;
    }

    /** The roles that the actor may give and take away. */
    private static List<Role> offered() {
        Actor actor = Actor.current();
        if (!actor.may(Permission.MANAGE_MEMBERS)) {
            return List.of();
        }
        return Arrays.stream(Role.values()).filter(role -> role != Role.OWNER || actor.may(Permission.MANAGE_OWNERS)).toList();
    }

    private static PersonId person(String text) {
        try {
            return PersonId.of(text);
        } catch (IllegalArgumentException malformed) {
            throw new NotFound("member");
        }
    }

    private static Role role(String text) {
        try {
            return Role.valueOf(text);
        } catch (IllegalArgumentException unknown) {
            throw new InvalidInput("role", "There is no such role.", "Choose one of the list.");
        }
    }
}
