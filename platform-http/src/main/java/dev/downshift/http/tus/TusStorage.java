package dev.downshift.http.tus;

import dev.downshift.core.NotFound;
import dev.downshift.core.intake.ResumableUploads;
import dev.downshift.core.intake.UnfinishedUpload;
import dev.downshift.core.intake.Upload;
import dev.downshift.core.intake.UploadWishes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.UUID;
import me.desair.tus.server.upload.UploadId;
import me.desair.tus.server.upload.UploadIdFactory;
import me.desair.tus.server.upload.UploadInfo;
import me.desair.tus.server.upload.UploadLockingService;
import me.desair.tus.server.upload.UploadStorageService;
import me.desair.tus.server.upload.UuidUploadIdFactory;
import me.desair.tus.server.upload.concatenation.UploadConcatenationService;
import org.jspecify.annotations.Nullable;

/** Keeps the uploads of one request where Downshift keeps them. */
final class TusStorage implements UploadStorageService {

    private static final String NAME_OF_NAMELESS = "traces.jsonl";

    private final ResumableUploads uploads;
    private final Upload.Source source;
    private final @Nullable Long declaredLength;
    private UploadIdFactory ids = new UuidUploadIdFactory();
    private long largest;
    private @Nullable Long expiration;
    private long appendedFrom = -1;

    /** @param declaredLength the whole file's by the request's header, since the library takes an empty file for one of unknown length */
    TusStorage(ResumableUploads uploads, Upload.Source source, @Nullable Long declaredLength) {
        this.uploads = uploads;
        this.source = source;
        this.declaredLength = declaredLength;
    }

    @Override
    public @Nullable UploadInfo getUploadInfo(String uploadUrl, @Nullable String ownerKey) {
        UploadId id = ids.readUploadId(uploadUrl);
        return id == null ? null : getUploadInfo(id);
    }

    @Override
    public @Nullable UploadInfo getUploadInfo(UploadId id) {
        try {
            return info(uploads.get(uuid(id)));
        } catch (NotFound gone) {
            return null;
        }
    }

    @Override
    public UploadInfo create(UploadInfo info, @Nullable String ownerKey) {
        Map<String, String> metadata = info.getMetadata();
        String name = metadata.getOrDefault("filename", metadata.get("name"));
        UploadWishes wishes = new UploadWishes(UploadWishes.format(metadata.get("format")), Boolean.parseBoolean(metadata.get("preview")));
        return info(uploads.begin(name == null ? NAME_OF_NAMELESS : name, declaredLength, info.getEncodedMetadata(), source, wishes));
    }

    @Override
    public void update(UploadInfo info) {
        UUID id = uuid(info.getId());
        if (info.hasLength() && uploads.get(id).byteCount() == null) {
            uploads.setByteCount(id, info.getLength());
        }
    }

    @Override
    public UploadInfo append(UploadInfo upload, InputStream bytes) throws IOException {
        appendedFrom = upload.getOffset();
        return info(uploads.append(uuid(upload.getId()), appendedFrom, bytes));
    }

    /** Takes back what this request appended: the library calls it after every error, also where others went on. */
    @Override
    public void removeLastNumberOfBytes(@Nullable UploadInfo upload, long byteCount) throws IOException {
        if (upload != null && appendedFrom >= 0) {
            uploads.takeBack(uuid(upload.getId()), appendedFrom);
        }
    }

    @Override
    public void terminateUpload(UploadInfo upload) throws IOException {
        uploads.terminate(uuid(upload.getId()));
    }

    @Override
    public String getUploadUri() {
        return ids.getUploadUri();
    }

    @Override
    public void setIdFactory(UploadIdFactory idFactory) {
        ids = idFactory;
    }

    @Override
    public void setMaxUploadSize(@Nullable Long maxUploadSize) {
        largest = maxUploadSize == null ? 0 : maxUploadSize;
    }

    @Override
    public long getMaxUploadSize() {
        return largest;
    }

    @Override
    public @Nullable Long getUploadExpirationPeriod() {
        return expiration;
    }

    @Override
    public void setUploadExpirationPeriod(@Nullable Long uploadExpirationPeriod) {
        expiration = uploadExpirationPeriod;
    }

    @Override
    public InputStream getUploadedBytes(String uploadUri, @Nullable String ownerKey) {
        throw neverGivenOut();
    }

    @Override
    public InputStream getUploadedBytes(UploadId id) {
        throw neverGivenOut();
    }

    @Override
    public void copyUploadTo(UploadInfo info, OutputStream outputStream) {
        throw neverGivenOut();
    }

    @Override
    public void cleanupExpiredUploads(UploadLockingService uploadLockingService) {
        throw new UnsupportedOperationException("the worker deletes what has expired");
    }

    @Override
    public void setUploadConcatenationService(UploadConcatenationService concatenationService) {
        throw new UnsupportedOperationException("concatenation is not offered");
    }

    @Override
    public UploadConcatenationService getUploadConcatenationService() {
        throw new UnsupportedOperationException("concatenation is not offered");
    }

    private static UnsupportedOperationException neverGivenOut() {
        return new UnsupportedOperationException("raw files are never given out");
    }

    private static UUID uuid(UploadId id) {
        return UUID.fromString(id.toString());
    }

    private static UploadInfo info(UnfinishedUpload upload) {
        UploadInfo info = new UploadInfo();
        info.setId(new UploadId(upload.id()));
        info.setLength(upload.byteCount());
        info.setOffset(upload.received());
        info.setEncodedMetadata(upload.metadata());
        return info;
    }
}
