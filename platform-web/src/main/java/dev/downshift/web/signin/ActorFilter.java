package dev.downshift.web.signin;

import dev.downshift.core.tenancy.Actor;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.springframework.web.filter.OncePerRequestFilter;

/** Lets every page work as the signed-in person in her organization, error pages too. */
class ActorFilter extends OncePerRequestFilter {

    private static final Set<String> WITHOUT_ORGANIZATION =
            Set.of("/no-organization", "/organization", "/sign-in", "/sign-out", "/error");

    private final SessionOrganizations organizations;

    ActorFilter(SessionOrganizations organizations) {
        this.organizations = organizations;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var actor = SignedIn.current().flatMap(person -> organizations.actor(person, request.getSession(false)));
        if (actor.isEmpty()) {
            if (SignedIn.current().isEmpty() || needsNone(request.getServletPath())) {
                chain.doFilter(request, response);
            } else {
                response.sendRedirect(request.getContextPath() + "/no-organization");
            }
            return;
        }
        try {
            Actor.call(actor.get(), () -> {
                chain.doFilter(request, response);
                return true;
            });
        } catch (IOException | ServletException | RuntimeException failure) {
            throw failure;
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static boolean needsNone(String path) {
        return WITHOUT_ORGANIZATION.contains(path) || path.startsWith("/invitation/");
    }

    /** Style, script and images are the same for everyone, so no session is read for them. */
    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        var path = request.getServletPath();
        return path.startsWith("/webjars/") || path.endsWith(".css") || path.endsWith(".js") || path.endsWith(".svg");
    }

    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return false;
    }
}
