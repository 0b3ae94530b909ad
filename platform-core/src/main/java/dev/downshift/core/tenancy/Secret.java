package dev.downshift.core.tenancy;

import dev.downshift.core.Sha256;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/**
 * A secret that names its organization, so that the tenant is known before the look-up: {@code <prefix>_<organization>_<random>}.
 * It has 256 random bits, so a plain SHA-256 is enough to keep it by.
 */
record Secret(String text, OrganizationId organization) {

    static Secret generate(String prefix, OrganizationId organization) {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        return new Secret(prefix + "_" + organization.toString().replace("-", "") + "_"
                + Base64.getUrlEncoder().withoutPadding().encodeToString(random), organization);
    }

    static Optional<Secret> parse(String prefix, String text) {
        String[] parts = text.split("_", 3);
        if (parts.length != 3 || !parts[0].equals(prefix) || !parts[1].matches("[0-9a-f]{32}") || parts[2].length() != 43) {
            return Optional.empty();
        }
        UUID organization = new UUID(Long.parseUnsignedLong(parts[1].substring(0, 16), 16),
                Long.parseUnsignedLong(parts[1].substring(16), 16));
        return Optional.of(new Secret(text, new OrganizationId(organization)));
    }

    byte[] hash() {
        return Sha256.of(text);
    }

    /** The last characters, by which a person recognises it. */
    String hint() {
        return text.substring(text.length() - 4);
    }

    @Override
    public String toString() {
        return "..." + hint();
    }
}
