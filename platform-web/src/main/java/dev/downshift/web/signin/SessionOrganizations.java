package dev.downshift.web.signin;

import dev.downshift.core.NotFound;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.Members;
import dev.downshift.core.tenancy.OrganizationId;
import jakarta.servlet.http.HttpSession;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Which organization a browser session works in: the one chosen last, else the person's first. */
@Component
class SessionOrganizations {

    private static final String CHOSEN = "organization";

    private final Members members;

    SessionOrganizations(Members members) {
        this.members = members;
    }

    /** The person as an actor in her organization; nothing where she has none. */
    Optional<Actor> actor(SignedIn person, @Nullable HttpSession session) {
        return chosen(session)
                .flatMap(organization -> members.actor(person.person(), organization))
                .or(() -> members.of(person.person()).stream()
                        .findFirst()
                        .flatMap(membership -> members.actor(person.person(), membership.organization())));
    }

    /** Goes to another organization; one she is no member of is to her like one that is not there. */
    void choose(SignedIn person, OrganizationId organization, HttpSession session) {
        Actor actor = members.actor(person.person(), organization).orElseThrow(() -> new NotFound("organization"));
        session.setAttribute(CHOSEN, actor.organization().toString());
    }

    private static Optional<OrganizationId> chosen(@Nullable HttpSession session) {
        return session != null && session.getAttribute(CHOSEN) instanceof String chosen
                ? Optional.of(OrganizationId.of(chosen))
                : Optional.empty();
    }
}
