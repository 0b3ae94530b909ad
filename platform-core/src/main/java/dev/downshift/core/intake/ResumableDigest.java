package dev.downshift.core.intake;

import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.core.tenancy.OrganizationKeys;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.jspecify.annotations.Nullable;

/**
 * A SHA-256 whose state can be kept and taken up again by another process; Java's own cannot. The state holds the last bytes that
 * went in, so it is kept encrypted. Not for several threads.
 */
final class ResumableDigest {

    private final OrganizationKeys keys;
    private final OrganizationId organization;
    private final byte[] associated;
    private final SHA256Digest digest;

    /** @param state what {@link #state} gave, or null at the beginning */
    ResumableDigest(OrganizationKeys keys, OrganizationId organization, UUID upload, byte @Nullable [] state) {
        this.keys = keys;
        this.organization = organization;
        this.associated = ("digest " + upload).getBytes(StandardCharsets.UTF_8);
        this.digest = state == null ? new SHA256Digest() : new SHA256Digest(keys.decrypt(organization, state, associated));
    }

    void update(byte[] bytes, int offset, int length) {
        digest.update(bytes, offset, length);
    }

    byte[] state() {
        return keys.encrypt(organization, digest.getEncodedState(), associated);
    }

    /** The hash of all that went in. */
    byte[] hash() {
        byte[] hash = new byte[digest.getDigestSize()];
        new SHA256Digest(digest).doFinal(hash, 0);
        return hash;
    }
}
