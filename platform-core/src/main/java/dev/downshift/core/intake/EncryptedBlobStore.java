package dev.downshift.core.intake;

import dev.downshift.core.InvalidInput;
import dev.downshift.core.Sha256;
import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.core.tenancy.OrganizationKeys;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Encrypts blobs on their way to the {@link BlobPlace}; each is bound to its key. */
@Component
class EncryptedBlobStore implements BlobStore {

    private static final int BUFFER = 1 << 16;

    private final BlobPlace place;
    private final OrganizationKeys keys;

    EncryptedBlobStore(BlobPlace place, OrganizationKeys keys) {
        this.place = place;
        this.keys = keys;
    }

    @Override
    public Stored store(OrganizationId organization, InputStream bytes, long limit) throws IOException {
        String key = UUID.randomUUID().toString();
        Plain plain = new Plain(bytes, limit);
        place.write(organization, key, target -> {
            try (OutputStream encrypted = keys.encrypting(organization, new KeptOpen(target), associated(key))) {
                plain.copyTo(encrypted);
            }
        });
        return new Stored(key, plain.count, plain.digest.value());
    }

    @Override
    public Optional<InputStream> open(OrganizationId organization, String key) throws IOException {
        return place.read(organization, key(key)).map(encrypted -> keys.decrypting(organization, encrypted, associated(key)));
    }

    @Override
    public void delete(OrganizationId organization, String key) throws IOException {
        place.delete(organization, key(key));
    }

    @Override
    public List<OrganizationId> organizations() throws IOException {
        return place.organizations();
    }

    @Override
    public List<String> storedBefore(OrganizationId organization, Instant until) throws IOException {
        return place.writtenBefore(organization, until);
    }

    /** A key never leads out of the organization's part of the place. */
    private static String key(String key) {
        return UUID.fromString(key).toString();
    }

    private static byte[] associated(String key) {
        return ("blob " + key).getBytes(StandardCharsets.UTF_8);
    }

    /** The bytes as they come in: counted, held to the limit, and hashed. */
    private static final class Plain {
        private final InputStream bytes;
        private final long limit;
        private final Sha256 digest = new Sha256();
        private long count;

        Plain(InputStream bytes, long limit) {
            this.bytes = bytes;
            this.limit = limit;
        }

        void copyTo(OutputStream target) throws IOException {
            byte[] buffer = new byte[BUFFER];
            for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
                count += read;
                if (count > limit) {
                    throw new InvalidInput("file", "The file is larger than " + limit + " bytes.",
                            "Split it, compress it with gzip, or raise downshift.intake.largest-upload.");
                }
                digest.add(buffer, 0, read);
                target.write(buffer, 0, read);
            }
        }
    }

    /** Encryption ends by closing; only its place knows when a blob is complete. */
    private static final class KeptOpen extends FilterOutputStream {

        KeptOpen(OutputStream target) {
            super(target);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
