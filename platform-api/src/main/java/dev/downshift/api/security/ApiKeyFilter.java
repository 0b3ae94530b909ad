package dev.downshift.api.security;

import dev.downshift.core.tenancy.ApiKey;
import dev.downshift.core.tenancy.ApiKeys;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Reads the API key of {@code Authorization: Bearer ...}, or the password of {@code Authorization: Basic ...}, which Langfuse's libraries send. */
final class ApiKeyFilter extends OncePerRequestFilter {

    private static final String BEARER = "Bearer ";
    private static final String BASIC = "Basic ";

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
        Optional<String> header = Optional.ofNullable(request.getHeader("Authorization"));
        return credentials(header, BEARER).or(() -> credentials(header, BASIC).flatMap(ApiKeyFilter::password));
    }

    private static Optional<String> credentials(Optional<String> header, String scheme) {
        return header.filter(value -> value.regionMatches(true, 0, scheme, 0, scheme.length())).map(value -> value.substring(scheme.length()).strip());
    }

    private static Optional<String> password(String encoded) {
        try {
            String pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            return pair.contains(":") ? Optional.of(pair.substring(pair.indexOf(':') + 1)) : Optional.empty();
        } catch (IllegalArgumentException noBase64) {
            return Optional.empty();
        }
    }

    private static void signIn(ApiKey.Bearer bearer) {
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(new ApiKeyAuthentication(bearer));
        SecurityContextHolder.setContext(context);
    }
}
