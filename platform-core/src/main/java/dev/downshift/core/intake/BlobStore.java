package dev.downshift.core.intake;

import dev.downshift.core.tenancy.OrganizationId;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Keeps raw files, encrypted with the organization's own key. */
interface BlobStore {

    /**
     * What was stored.
     *
     * @param sha256 of the bytes before encryption
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Stored(String key, long bytes, byte[] sha256) {}

    /** Encrypts a stream as it is read. It is there completely or not at all. */
    Stored store(OrganizationId organization, InputStream bytes, long limit) throws IOException;

    /** The bytes as they were stored; nothing if they have been deleted. */
    Optional<InputStream> open(OrganizationId organization, String key) throws IOException;

    void delete(OrganizationId organization, String key) throws IOException;

    /** The organizations that have blobs. */
    List<OrganizationId> organizations() throws IOException;

    /** The keys of blobs that were stored before; what was left unfinished before by a process that died is deleted. */
    List<String> storedBefore(OrganizationId organization, Instant until) throws IOException;
}
