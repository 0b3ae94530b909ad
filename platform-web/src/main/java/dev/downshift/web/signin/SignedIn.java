package dev.downshift.web.signin;

import dev.downshift.core.tenancy.Person;
import dev.downshift.core.tenancy.PersonId;
import java.io.Serializable;
import java.util.Optional;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticatedPrincipal;
import org.springframework.security.core.context.SecurityContextHolder;

/** The person of a browser session, as the session stores her. */
public record SignedIn(String id, String email, String displayName) implements AuthenticatedPrincipal, Serializable {

    static SignedIn of(Person person) {
        return new SignedIn(person.id().toString(), person.email(), person.displayName());
    }

    /** Who sent the running request, if she has signed in. */
    public static Optional<SignedIn> current() {
        return Optional.ofNullable(SecurityContextHolder.getContext().getAuthentication())
                .map(Authentication::getPrincipal)
                .filter(SignedIn.class::isInstance)
                .map(SignedIn.class::cast);
    }

    public PersonId person() {
        return PersonId.of(id);
    }

    @Override
    public String getName() {
        return email;
    }
}
