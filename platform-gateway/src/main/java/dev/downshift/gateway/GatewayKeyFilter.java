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
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Runs a request as the actor of its API key. A key is looked up anew every two seconds, so a revoked one works no longer than that;
 * while the database is away, keys that were good within the last ten minutes go on being so.
 */
final class GatewayKeyFilter extends OncePerRequestFilter {

    private static final String BEARER = "Bearer ";
    private static final Duration REMEMBERED = Duration.ofSeconds(2);
    private static final Duration GRACE = Duration.ofMinutes(10);
    private static final int MOST_REMEMBERED = 10_000;

    private final ApiKeys keys;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    private record Known(ApiKey.Bearer bearer, Instant lookedUp, Instant until) {}

    GatewayKeyFilter(ApiKeys keys) {
        this.keys = keys;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain) throws ServletException, IOException {
        Optional<ApiKey.Bearer> bearer;
        try {
            bearer = presented(request).flatMap(this::bearer);
        } catch (DataAccessException | TransactionException away) {
            OpenAiError.of(503, "unavailable", "API keys cannot be looked up at the moment. Send the call again in a little while.").write(response);
            return;
        }
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
        Optional<ApiKey.Bearer> found;
        try {
            found = keys.authenticate(secret);
        } catch (DataAccessException | TransactionException away) {
            return Optional.of(stillGood(digest, remembered, away).bearer());
        }
        if (known.size() >= MOST_REMEMBERED) {
            known.clear();
        }
        Instant now = Instant.now();
        found.ifPresentOrElse(bearer -> known.put(digest, new Known(bearer, now, now.plus(REMEMBERED))), () -> known.remove(digest));
        return found;
    }

    /** Asks the database again only after a while: each try may wait for a connection. */
    private Known stillGood(String digest, @Nullable Known remembered, RuntimeException away) {
        Instant now = Instant.now();
        if (remembered == null || remembered.lookedUp().plus(GRACE).isBefore(now)) {
            throw away;
        }
        Known still = new Known(remembered.bearer(), remembered.lookedUp(), now.plus(REMEMBERED));
        known.put(digest, still);
        return still;
    }

    private static String digest(String secret) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
