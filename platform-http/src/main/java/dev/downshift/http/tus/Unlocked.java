package dev.downshift.http.tus;

import me.desair.tus.server.upload.UploadId;
import me.desair.tus.server.upload.UploadIdFactory;
import me.desair.tus.server.upload.UploadLock;
import me.desair.tus.server.upload.UploadLockingService;

/** No locks: parts are kept in the order of their offsets or not at all, over all processes, so that a request that died holds nobody up. */
final class Unlocked implements UploadLockingService {

    @Override
    public UploadLock lockUploadByUri(String requestUri) {
        return new UploadLock() {
            @Override
            public String getUploadUri() {
                return requestUri;
            }

            @Override
            public void release() {}

            @Override
            public void close() {}
        };
    }

    @Override
    public void cleanupStaleLocks() {}

    @Override
    public boolean isLocked(UploadId id) {
        return false;
    }

    @Override
    public void setIdFactory(UploadIdFactory idFactory) {}
}
