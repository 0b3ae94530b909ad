package dev.downshift.core.audit;

import dev.downshift.core.CanonicalJson;
import dev.downshift.core.Hmac;
import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.core.tenancy.OrganizationKeys;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import org.springframework.stereotype.Component;

/**
 * How an entry is bound to the one before it: HMAC-SHA-256 under a key of the organization, so that who can write to the
 * database but lacks the key cannot forge a chain that holds.
 */
@Component
class AuditChain {

    static final byte[] BEGINNING = new byte[32];

    private final OrganizationKeys keys;

    AuditChain(OrganizationKeys keys) {
        this.keys = keys;
    }

    /** Computes hashes of one organization's entries. */
    Link link(OrganizationId organization) {
        return new Link(organization, keys.derive(organization, "audit chain", 32));
    }

    static final class Link {

        private final OrganizationId organization;
        private final byte[] key;

        private Link(OrganizationId organization, byte[] key) {
            this.organization = organization;
            this.key = key;
        }

        byte[] hash(byte[] previous, AuditEntry entry) {
            Mac mac = Hmac.sha256(key);
            mac.update(previous);
            for (String part : parts(entry)) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                mac.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
                mac.update(bytes);
            }
            return mac.doFinal();
        }

        private List<String> parts(AuditEntry entry) {
            return List.of(organization.toString(), Long.toString(entry.sequence()), entry.occurredAt().toString(),
                    entry.actorKind().name(), String.valueOf(entry.actorId()), entry.actorName(), entry.action(),
                    entry.subjectType(), entry.subjectId(), CanonicalJson.of(entry.details()));
        }
    }

    static String hex(byte[] hash) {
        return HexFormat.of().formatHex(hash);
    }
}
