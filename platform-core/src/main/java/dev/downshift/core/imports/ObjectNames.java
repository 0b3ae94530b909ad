package dev.downshift.core.imports;

import dev.downshift.core.Hmac;
import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.core.tenancy.OrganizationKeys;
import java.nio.charset.StandardCharsets;
import javax.crypto.Mac;

/** Names of objects by HMAC-SHA-256 under a key of the organization: they may name people, so what is kept of them cannot be read back. */
final class ObjectNames {

    private final Mac mac;

    ObjectNames(OrganizationKeys keys, OrganizationId organization) {
        mac = Hmac.sha256(keys.derive(organization, "import objects", 32));
    }

    byte[] hash(String name) {
        return mac.doFinal(name.getBytes(StandardCharsets.UTF_8));
    }
}
