package dev.downshift.api.security;

import dev.downshift.core.tenancy.ApiKey;
import dev.downshift.core.tenancy.ApiKeys;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Reads the API key of {@code Authorization: Bearer ...}. */
final class ApiKeyFilter extends OncePerRequestFilter {

    private static final String BEARER = "Bearer ";
    private final ApiKeys keys;

    ApiKeyFilter(ApiKeys keys) {
        this.keys = keys;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        presented(request).flatMap(keys::authenticate).ifPresent(ApiKeyFilter::signIn);
        chain.doFilter(request, response);
    }

    private static Optional<String> presented(HttpServletRequest request) {
        return Optional.ofNullable(request.getHeader("Authorization"))
                .filter(header -> header.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(header -> header.substring(BEARER.length()).strip());
    }

    private static void signIn(ApiKey.Bearer bearer) {
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(new ApiKeyAuthentication(bearer));
        SecurityContextHolder.setContext(context);
    }
}
