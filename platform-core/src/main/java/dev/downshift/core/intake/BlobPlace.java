package dev.downshift.core.intake;

import dev.downshift.core.tenancy.OrganizationId;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Where the bytes of blobs lie. It sees them encrypted, and holds no key. */
interface BlobPlace {

    /** Writes the bytes of a blob; it closes nothing. */
    interface Content {
        void to(OutputStream target) throws IOException;
    }

    /** Takes a new blob. It is there once this returns; when the content fails, nothing of it is. */
    void write(OrganizationId organization, String key, Content content) throws IOException;

    /** The bytes of a blob; nothing if there is none. */
    Optional<InputStream> read(OrganizationId organization, String key) throws IOException;

    void delete(OrganizationId organization, String key) throws IOException;

    /** The organizations that have blobs. */
    List<OrganizationId> organizations() throws IOException;

    /** The keys of blobs written before; unfinished ones that were last written to before are deleted. */
    List<String> writtenBefore(OrganizationId organization, Instant until) throws IOException;
}
