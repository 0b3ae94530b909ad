package dev.downshift.core.imports;

import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.core.tenancy.OrganizationKeys;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Names of objects by HMAC-SHA-256 under a key of the organization: they may name people, so what is kept of them cannot be read back. */
final class ObjectNames {

    private final Mac mac;

    ObjectNames(OrganizationKeys keys, OrganizationId organization) {
        try {
            mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(keys.derive(organization, "import objects", 32), "HmacSHA256"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC is missing from this Java", e);
        }
    }

    byte[] hash(String name) {
        return mac.doFinal(name.getBytes(StandardCharsets.UTF_8));
    }
}
