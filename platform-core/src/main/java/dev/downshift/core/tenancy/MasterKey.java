package dev.downshift.core.tenancy;

import com.google.crypto.tink.subtle.AesGcmJce;
import com.google.crypto.tink.subtle.Hkdf;
import dev.downshift.core.DownshiftHome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * The key that wraps the keys of the organizations: {@code downshift.master-key} (32 bytes in base64), else the file
 * {@code master.key} of the data folder, made at the first start and readable by its owner only.
 */
@Component
class MasterKey {

    private static final int BYTES = 32;
    private final byte[] key;

    MasterKey(@Value("${downshift.master-key:#{null}}") @Nullable String configured, DownshiftHome home) {
        this.key = decode(configured == null ? kept(home.resolve("master.key")) : configured);
    }

    byte[] wrap(OrganizationId organization, byte[] organizationKey) {
        try {
            return aead().encrypt(organizationKey, bytes(organization.toString()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the key of an organization could not be wrapped", e);
        }
    }

    byte[] unwrap(OrganizationId organization, byte[] wrapped) {
        try {
            return aead().decrypt(wrapped, bytes(organization.toString()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The key of organization " + organization
                    + " cannot be unwrapped: this is not the master key it was wrapped with. Restore master.key.", e);
        }
    }

    byte[] derive(String purpose, int size) {
        return hkdf(key, purpose, size);
    }

    static byte[] hkdf(byte[] key, String purpose, int size) {
        try {
            return Hkdf.computeHkdf("HMACSHA256", key, new byte[0], bytes("downshift " + purpose), size);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HKDF is missing from this Java", e);
        }
    }

    private AesGcmJce aead() throws GeneralSecurityException {
        return new AesGcmJce(derive("wrap", BYTES));
    }

    private static String kept(Path file) {
        try {
            if (!Files.exists(file)) {
                create(file);
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("The master key " + file + " cannot be read", e);
        }
    }

    private static void create(Path file) throws IOException {
        byte[] fresh = new byte[BYTES];
        new SecureRandom().nextBytes(fresh);
        Path folder = Files.createDirectories(file.toAbsolutePath().resolveSibling("."));
        Path temporary = Files.createTempFile(folder, "master", ".key",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(temporary, Base64.getEncoder().encodeToString(fresh));
        try {
            Files.createLink(file, temporary);
        } catch (FileAlreadyExistsException anotherProcessWasFirst) {
            return;
        } finally {
            Files.delete(temporary);
        }
    }

    private static byte[] decode(String text) {
        byte[] decoded = Base64.getDecoder().decode(text);
        if (decoded.length != BYTES) {
            throw new IllegalStateException("downshift.master-key has to be 32 bytes in base64 (openssl rand -base64 32)");
        }
        return decoded;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
