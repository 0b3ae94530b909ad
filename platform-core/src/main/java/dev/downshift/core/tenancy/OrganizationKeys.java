package dev.downshift.core.tenancy;

import java.io.InputStream;
import java.io.OutputStream;

/** What an organization's own data key does; the key itself leaves no method. */
public interface OrganizationKeys {

    /** Derives a key for one purpose by HKDF-SHA-256 (RFC 5869). */
    byte[] derive(OrganizationId organization, String purpose, int bytes);

    /** Encrypts a small value (AES-256-GCM); {@code associated} has to be given again to decrypt. */
    byte[] encrypt(OrganizationId organization, byte[] plain, byte[] associated);

    byte[] decrypt(OrganizationId organization, byte[] encrypted, byte[] associated);

    /** Encrypts a stream of any length in segments; it is complete only when closed. */
    OutputStream encrypting(OrganizationId organization, OutputStream target, byte[] associated);

    /** Reads what {@link #encrypting} wrote; a changed or shortened stream ends with an IOException. */
    InputStream decrypting(OrganizationId organization, InputStream source, byte[] associated);
}
