package dev.downshift.gateway;

import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.ApiKey;
import dev.downshift.core.tenancy.ApiKeys;
import dev.downshift.core.tenancy.Scope;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.web.filter.OncePerRequestFilter;

/** Runs a request as the actor of its API key. A key is looked up anew every two seconds, so a revoked one works no longer than that. */
final class GatewayKeyFilter extends OncePerRequestFilter {

    private static final String BEARER = "Bearer ";
    private static final Duration REMEMBERED = Duration.ofSeconds(2);
    private static final int MOST_REMEMBERED = 10_000;

    private final ApiKeys keys;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    private record Known(ApiKey.Bearer bearer, Instant until) {}

    GatewayKeyFilter(ApiKeys keys) {
        this.keys = keys;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain) throws ServletException, IOException {
        Optional<ApiKey.Bearer> bearer = presented(request).flatMap(this::bearer);
        if (bearer.isEmpty()) {
            OpenAiError.of(401, "invalid_api_key", "Send a Downshift API key as 'Authorization: Bearer dsk_...'. Keys are made under Settings.").write(response);
        } else if (!bearer.get().scopes().contains(Scope.GATEWAY)) {
            OpenAiError.of(403, "missing_scope", "This API key was not made for the gateway. Make one with the scope GATEWAY under Settings.").write(response);
        } else {
            proceed(bearer.get().actor(), request, response, chain);
        }
    }

    private static void proceed(Actor actor, HttpServletRequest request, HttpServletResponse response, FilterChain chain) throws ServletException, IOException {
        try {
            Actor.<Boolean, Exception>call(actor, () -> {
                chain.doFilter(request, response);
                return true;
            });
        } catch (ServletException | IOException | RuntimeException thrown) {
            throw thrown;
        } catch (Exception other) {
            throw new ServletException(other);
        }
    }

    private static Optional<String> presented(HttpServletRequest request) {
        return Optional.ofNullable(request.getHeader("Authorization"))
                .filter(header -> header.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(header -> header.substring(BEARER.length()).strip());
    }

    private Optional<ApiKey.Bearer> bearer(String secret) {
        String digest = digest(secret);
        Known remembered = known.get(digest);
        if (remembered != null && remembered.until().isAfter(Instant.now())) {
            return Optional.of(remembered.bearer());
        }
        Optional<ApiKey.Bearer> found = keys.authenticate(secret);
        if (known.size() >= MOST_REMEMBERED) {
            known.clear();
        }
        found.ifPresentOrElse(bearer -> known.put(digest, new Known(bearer, Instant.now().plus(REMEMBERED))), () -> known.remove(digest));
        return found;
    }

    private static String digest(String secret) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
