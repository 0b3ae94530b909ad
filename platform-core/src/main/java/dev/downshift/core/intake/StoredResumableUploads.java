package dev.downshift.core.intake;

import dev.downshift.core.Conflict;
import dev.downshift.core.InvalidInput;
import dev.downshift.core.limits.IntakeGate;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.core.tenancy.OrganizationKeys;
import dev.downshift.core.tenancy.Permission;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Keeps what arrives as parts of a blob store and their rows. A part is kept once it is complete in the store and its row is
 * committed, and the row is only written if nothing else was received meanwhile: so no lock is held while bytes arrive, and a
 * process that dies leaves at most a blob that no row names, which {@link RawFiles} deletes.
 */
@Component
class StoredResumableUploads implements ResumableUploads {

    /** What is lost at most when a process dies, and how many bytes a blob store is given at a time. */
    static final long PART_BYTES = 32L << 20;

    private static final int MOST_PARTS = 20_000;

    private final BlobStore blobs;
    private final RawBytes raw;
    private final UnfinishedRows rows;
    private final StoredUploads uploads;
    private final OrganizationKeys keys;
    private final IngestSettings settings;
    private final IntakeGate gate;
    private final TransactionOperations transactions;

    StoredResumableUploads(BlobStore blobs, RawBytes raw, UnfinishedRows rows, StoredUploads uploads, OrganizationKeys keys, IngestSettings settings,
            IntakeGate gate, TransactionOperations transactions) {
        this.blobs = blobs;
        this.raw = raw;
        this.rows = rows;
        this.uploads = uploads;
        this.keys = keys;
        this.settings = settings;
        this.gate = gate;
        this.transactions = transactions;
    }

    @Override
    public long largest() {
        return settings.largestUpload().toBytes();
    }

    @Override
    public Duration unfinishedRetention() {
        return settings.unfinishedRetention();
    }

    @Override
    public UnfinishedUpload begin(String fileName, @Nullable Long byteCount, @Nullable String metadata, Upload.Source source, UploadWishes wishes) {
        Actor actor = actor();
        if (byteCount != null) {
            requireSize(byteCount);
        }
        String name = uploads.displayName(fileName, actor.organization());
        return inTransaction(() -> {
            if (rows.unfinished() >= MOST_UNFINISHED) {
                throw new Conflict("There are " + MOST_UNFINISHED + " unfinished uploads. Finish or cancel some of them first.");
            }
            return rows.insert(name, byteCount, metadata, source, wishes, actor);
        });
    }

    @Override
    public UnfinishedUpload get(UUID id) {
        actor();
        return inTransaction(() -> rows.get(id));
    }

    @Override
    public UnfinishedUpload setByteCount(UUID id, long byteCount) {
        actor();
        requireSize(byteCount);
        return inTransaction(() -> {
            UnfinishedUpload upload = rows.get(id);
            if (byteCount < upload.received() || (upload.byteCount() != null && upload.byteCount() != byteCount)) {
                throw new Conflict("The size of this file was said before, or more than that has come already.");
            }
            rows.setByteCount(id, byteCount);
            return rows.get(id);
        });
    }

    @Override
    public UnfinishedUpload append(UUID id, long offset, InputStream bytes) throws IOException {
        OrganizationId organization = actor().organization();
        UnfinishedUpload upload = get(id);
        if (upload.received() != offset || upload.receipt() != null) {
            throw outrun();
        }
        long most = upload.byteCount() == null ? largest() : upload.byteCount();
        ArrivingBytes arriving = new ArrivingBytes(gate.file(bytes));
        ResumableDigest digest = digest(organization, id);
        for (long received = offset; (received < most || upload.byteCount() == null) && arriving.hasMore(); ) {
            requireSize(received + 1);
            received += keepPart(organization, id, received, arriving.piece(Math.min(PART_BYTES, most - received), digest), digest);
        }
        return get(id);
    }

    private long keepPart(OrganizationId organization, UUID id, long received, InputStream piece, ResumableDigest digest) throws IOException {
        BlobStore.Stored part = blobs.store(organization, piece, PART_BYTES);
        AtomicBoolean named = new AtomicBoolean();
        try {
            if (part.bytes() > 0) {
                inTransaction(() -> {
                    named.set(rows.addPart(id, received, part, digest.state(), MOST_PARTS));
                    return named;
                });
            }
        } finally {
            // Where the commit's answer was lost, the row may name it: the sweep of raw files asks.
            if (!named.get()) {
                blobs.delete(organization, part.key());
            }
        }
        if (!named.get() && part.bytes() > 0) {
            throw outrun();
        }
        return part.bytes();
    }

    @Override
    public void takeBack(UUID id, long offset) throws IOException {
        OrganizationId organization = actor().organization();
        for (String key : inTransaction(() -> rows.takeBack(id, offset))) {
            blobs.delete(organization, key);
        }
    }

    @Override
    public Optional<Receipt> finish(UUID id) throws IOException {
        OrganizationId organization = actor().organization();
        UnfinishedUpload upload = get(id);
        if (upload.receipt() != null || !upload.isComplete()) {
            return Optional.ofNullable(upload.receipt());
        }
        byte[] sha256 = digest(organization, id).hash();
        String key = upload.received() == 0 ? blobs.store(organization, InputStream.nullInputStream(), 0).key() : id.toString();
        boolean[] needed = {false};
        try {
            return Optional.of(inTransaction(() -> rows.lock(id).orElseGet(() -> {
                StoredUploads.Registered registered = uploads.register(
                        rows.arrival(id, new BlobStore.Stored(key, upload.received(), sha256), new ContentIds(keys, organization).hash(sha256)));
                rows.setReceipt(id, registered.receipt());
                needed[0] = registered.usesBlob();
                return registered.receipt();
            })));
        } finally {
            if (!needed[0]) {
                dropUnlessUsed(organization, id, key);
            }
        }
    }

    /** Another request may have finished it meanwhile, with these very bytes. */
    private void dropUnlessUsed(OrganizationId organization, UUID id, String key) throws IOException {
        if (inTransaction(() -> rows.isDroppable(id, key))) {
            raw.delete(organization, key);
        }
    }

    @Override
    public void terminate(UUID id) throws IOException {
        OrganizationId organization = actor().organization();
        boolean becameAnUpload = inTransaction(() -> {
            boolean finished = rows.lock(id).isPresent();
            rows.delete(id);
            return finished;
        });
        if (!becameAnUpload) {
            raw.delete(organization, id.toString());
        }
    }

    private ResumableDigest digest(OrganizationId organization, UUID id) {
        return new ResumableDigest(keys, organization, id, transactions.execute(status -> rows.digest(id)));
    }

    private void requireSize(long bytes) {
        if (bytes > largest()) {
            throw new InvalidInput("file", "The file is larger than " + largest() + " bytes.",
                    "Split it, compress it with gzip, or raise downshift.intake.largest-upload.");
        }
    }

    private static Conflict outrun() {
        return new Conflict("Another request has gone on with this upload. Ask how far it is, and go on from there.");
    }

    private static Actor actor() {
        Actor actor = Actor.current();
        actor.require(Permission.UPLOAD);
        return actor;
    }

    private <T> T inTransaction(Supplier<T> work) {
        return Objects.requireNonNull(transactions.execute(status -> work.get()));
    }
}
