package dev.downshift.core.tenancy;

import com.google.crypto.tink.subtle.AesGcmHkdfStreaming;
import com.google.crypto.tink.subtle.AesGcmJce;
import dev.downshift.core.NotFound;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Keys of organizations, kept in the database under the master key. */
@Component
class WrappedOrganizationKeys implements OrganizationKeys {

    private static final int KEY_BYTES = 32;
    private static final int SEGMENT_BYTES = 1 << 16;
    private static final int MUCH = 1 << 14;

    private final MasterKey master;
    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final Map<OrganizationId, byte[]> unwrapped = new ConcurrentHashMap<>();

    WrappedOrganizationKeys(MasterKey master, JdbcClient jdbc, TransactionOperations transactions) {
        this.master = master;
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /** A new key for an organization, wrapped. */
    byte[] create(OrganizationId organization) {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return master.wrap(organization, key);
    }

    @Override
    public byte[] derive(OrganizationId organization, String purpose, int bytes) {
        return MasterKey.hkdf(key(organization), purpose, bytes);
    }

    @Override
    public byte[] encrypt(OrganizationId organization, byte[] plain, byte[] associated) {
        try {
            if (plain.length >= MUCH) {
                CipherWarmUp.begin();
            }
            return values(organization).encrypt(plain, associated);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a value could not be encrypted", e);
        }
    }

    @Override
    public byte[] decrypt(OrganizationId organization, byte[] encrypted, byte[] associated) {
        try {
            return values(organization).decrypt(encrypted, associated);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a value is not what was encrypted here", e);
        }
    }

    @Override
    public OutputStream encrypting(OrganizationId organization, OutputStream target, byte[] associated) {
        try {
            return streams(organization).newEncryptingStream(target, associated);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a stream could not be encrypted", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public InputStream decrypting(OrganizationId organization, InputStream source, byte[] associated) {
        try {
            return streams(organization).newDecryptingStream(source, associated);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a stream could not be decrypted", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private AesGcmJce values(OrganizationId organization) throws GeneralSecurityException {
        return new AesGcmJce(derive(organization, "values", KEY_BYTES));
    }

    private AesGcmHkdfStreaming streams(OrganizationId organization) throws GeneralSecurityException {
        return new AesGcmHkdfStreaming(derive(organization, "streams", KEY_BYTES), "HmacSha256", KEY_BYTES, SEGMENT_BYTES, 0);
    }

    private byte[] key(OrganizationId organization) {
        return unwrapped.computeIfAbsent(organization, id -> master.unwrap(id, Tenant.call(id, () -> wrapped(id))));
    }

    private byte[] wrapped(OrganizationId organization) {
        return transactions.execute(status -> jdbc.sql("select wrapped_key from organization where id = ?")
                .param(organization.value())
                .query((row, i) -> row.getBytes(1))
                .optional()
                .orElseThrow(() -> new NotFound("organization")));
    }
}
