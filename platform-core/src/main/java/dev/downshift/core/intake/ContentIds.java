package dev.downshift.core.intake;

import dev.downshift.core.Hmac;
import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.core.tenancy.OrganizationKeys;
import dev.downshift.engine.traces.CanonicalJson;
import dev.downshift.engine.traces.Message;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import javax.crypto.Mac;

/**
 * Ids made from content by HMAC-SHA-256 under a key of the organization: the same content has the same id inside one,
 * and nobody without the key can tell from an id what it stands for. Not for several threads.
 */
final class ContentIds {

    private static final int LONGEST_COPIED = 1 << 20;

    private final Mac mac;

    ContentIds(OrganizationKeys keys, OrganizationId organization) {
        mac = Hmac.sha256(keys.derive(organization, "content ids", 32));
    }

    /** The id of a content of a kind. */
    UUID of(String kind, String... content) {
        return id(hash(kind, content));
    }

    /** The id of a content of a kind whose last part is a message, in its canonical form; that is not copied where it is long. */
    UUID ofMessage(String kind, Message message, String... before) {
        update(kind);
        for (String part : before) {
            update(part);
        }
        if (message.text().length() <= LONGEST_COPIED) {
            update(CanonicalJson.text(message));
        } else {
            Counted counted = new Counted();
            CanonicalJson.write(message, new OutputStreamWriter(counted, StandardCharsets.UTF_8));
            mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(counted.count).array());
            CanonicalJson.write(message, new OutputStreamWriter(new Hashed(), StandardCharsets.UTF_8));
        }
        return id(mac.doFinal());
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

    private static UUID id(byte[] hash) {
        ByteBuffer bytes = ByteBuffer.wrap(hash);
        return new UUID(bytes.getLong(), bytes.getLong());
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

    private static final class Counted extends OutputStream {
        private int count;

        @Override
        public void write(int value) {
            count++;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            count += length;
        }
    }

    private final class Hashed extends OutputStream {
        @Override
        public void write(int value) {
            mac.update((byte) value);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            mac.update(bytes, offset, length);
        }
    }
}
