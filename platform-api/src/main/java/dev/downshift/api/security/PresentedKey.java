package dev.downshift.api.security;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The API key of {@code Authorization: Bearer ...}, or the password of {@code Authorization: Basic ...}, which Langfuse's libraries send. */
public final class PresentedKey {

    private static final String BEARER = "Bearer ";
    private static final String BASIC = "Basic ";

    private PresentedKey() {}

    /** The key in the value of the header, or of gRPC's metadata of the same name. */
    public static Optional<String> in(@Nullable String authorization) {
        Optional<String> header = Optional.ofNullable(authorization);
        return credentials(header, BEARER).or(() -> credentials(header, BASIC).flatMap(PresentedKey::password));
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
}
