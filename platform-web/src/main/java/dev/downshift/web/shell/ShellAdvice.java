package dev.downshift.web.shell;

import dev.downshift.core.overview.Overview;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.Members;
import dev.downshift.core.tenancy.Membership;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** Puts the {@link Shell} into the model of every page, error pages included. */
@ControllerAdvice(basePackages = {"dev.downshift.web", "org.springframework.boot.webmvc"})
class ShellAdvice {

    private final Members members;
    private final Overview overview;

    ShellAdvice(Members members, Overview overview) {
        this.members = members;
        this.overview = overview;
    }

    /** Null where nobody has signed in. */
    @ModelAttribute("shell")
    @Nullable Shell shell() {
        Actor actor;
        try {
            actor = Actor.current();
        } catch (NoSuchElementException nobody) {
            return null;
        }
        var person = actor.person();
        List<Membership> memberships = person == null ? List.of() : members.of(person);
        var here = memberships.stream()
                .filter(membership -> membership.organization().equals(actor.organization()))
                .findFirst();
        return new Shell(here.map(Membership::name).orElse(""),
                memberships.stream().filter(other -> !other.organization().equals(actor.organization())).toList(),
                actor.name(), here.map(membership -> membership.role().name().toLowerCase(Locale.ROOT)).orElse(""),
                actor.permissions(), person == null ? 0 : overview.waitingFor(person.value()));
    }
}
