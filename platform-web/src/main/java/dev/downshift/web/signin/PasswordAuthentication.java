package dev.downshift.web.signin;

import dev.downshift.core.tenancy.SignIn;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/** Joins the sign-in form to {@link SignIn}. No bean: Spring Security would ask a provider that is one a second time. */
class PasswordAuthentication implements AuthenticationProvider {

    private final SignIn signIn;

    PasswordAuthentication(SignIn signIn) {
        this.signIn = signIn;
    }

    @Override
    public Authentication authenticate(Authentication attempt) {
        var password = attempt.getCredentials();
        var outcome = signIn.attempt(attempt.getName(), password == null ? "" : password.toString(), place(attempt.getDetails()));
        return switch (outcome) {
            case SignIn.Outcome.Accepted(var person) ->
                UsernamePasswordAuthenticationToken.authenticated(SignedIn.of(person), null, List.of());
            case SignIn.Outcome.Refused() -> throw new BadCredentialsException("refused");
            case SignIn.Outcome.Throttled(var window) -> throw new LockedException("throttled for " + window);
        };
    }

    private static String place(@Nullable Object details) {
        return details instanceof WebAuthenticationDetails web && web.getRemoteAddress() != null ? web.getRemoteAddress() : "";
    }

    @Override
    public boolean supports(Class<?> kind) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(kind);
    }
}
