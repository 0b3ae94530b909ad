package dev.downshift.core.intake;

import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.core.tenancy.OrganizationKeys;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.time.Instant;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Ids made from content by HMAC-SHA-256 under a key of the organization: the same content has the same id inside one,
 * and nobody without the key can tell from an id what it stands for. Not for several threads.
 */
final class ContentIds {

    private final Mac mac;

    ContentIds(OrganizationKeys keys, OrganizationId organization) {
        try {
            mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(keys.derive(organization, "content ids", 32), "HmacSHA256"));
        } catch (InvalidKeyException e) {
            throw new IllegalArgumentException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC is missing from this Java", e);
        }
    }

    /** The id of a content of a kind. */
    UUID of(String kind, String... content) {
        ByteBuffer bytes = ByteBuffer.wrap(hash(kind, content));
        return new UUID(bytes.getLong(), bytes.getLong());
    }

    /** The id of a call: it sorts by the time of its upload, and is the same each time the upload is read. */
    UUID ofCall(UploadId upload, Instant uploadedAt, long record, int index) {
        UUID hash = of("call", upload.toString(), Long.toString(record), Integer.toString(index));
        long most = (uploadedAt.toEpochMilli() << 16) | 0x7000L | (hash.getMostSignificantBits() & 0xfff);
        return new UUID(most, (hash.getLeastSignificantBits() & 0x3fffffffffffffffL) | 0x8000000000000000L);
    }

    byte[] hash(byte[] content) {
        mac.update("bytes".getBytes(StandardCharsets.UTF_8));
        return mac.doFinal(content);
    }

    private byte[] hash(String kind, String... content) {
        update(kind);
        for (String part : content) {
            update(part);
        }
        return mac.doFinal();
    }

    private void update(String part) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        mac.update(bytes);
    }
}
