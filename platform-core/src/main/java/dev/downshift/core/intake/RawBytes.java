package dev.downshift.core.intake;

import dev.downshift.core.tenancy.OrganizationId;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** The raw file of an upload of the current organization, which is one blob, or several in a row where it came in parts. */
@Component
class RawBytes {

    private final BlobStore blobs;
    private final JdbcClient jdbc;
    private final TransactionOperations transactions;

    RawBytes(BlobStore blobs, JdbcClient jdbc, TransactionOperations transactions) {
        this.blobs = blobs;
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /** The bytes as they were sent; nothing if they have been deleted. */
    Optional<InputStream> open(OrganizationId organization, String key) throws IOException {
        List<String> parts = parts(key);
        return parts.isEmpty() ? blobs.open(organization, key) : Optional.of(new Joined(organization, parts.iterator()));
    }

    void delete(OrganizationId organization, String key) throws IOException {
        List<String> parts = parts(key);
        for (String part : parts) {
            blobs.delete(organization, part);
        }
        if (parts.isEmpty()) {
            blobs.delete(organization, key);
        } else {
            transactions.executeWithoutResult(status -> jdbc.sql("delete from upload_part where blob_key = ?").param(UUID.fromString(key)).update());
        }
    }

    private List<String> parts(String key) {
        return Objects.requireNonNull(transactions.execute(status -> jdbc.sql("select part_key from upload_part where blob_key = ? order by number")
                .param(UUID.fromString(key)).query((row, number) -> row.getString(1)).list()));
    }

    /** One blob after the other, each opened when it is needed. */
    private final class Joined extends InputStream {
        private final OrganizationId organization;
        private final Iterator<String> rest;
        private @Nullable InputStream open;

        Joined(OrganizationId organization, Iterator<String> rest) {
            this.organization = organization;
            this.rest = rest;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            while (true) {
                InputStream part = open;
                if (part == null) {
                    if (!rest.hasNext()) {
                        return -1;
                    }
                    part = blobs.open(organization, rest.next()).orElseThrow(() -> new FileNotKept("A part of the uploaded file is no longer kept. Upload it again."));
                    open = part;
                }
                int count = part.read(target, offset, length);
                if (count >= 0) {
                    return count;
                }
                close();
            }
        }

        @Override
        public void close() throws IOException {
            if (open != null) {
                open.close();
                open = null;
            }
        }
    }
}
