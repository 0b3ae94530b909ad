package dev.downshift.core.intake;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * Sends an object of unknown length, holding one part of it at a time. What fits into one part is sent at once, when complete. Nobody
 * sees the object before {@link #complete}.
 */
final class PartStream extends OutputStream {

    private static final int FIRST_BUFFER = 1 << 16;

    private final S3Client client;
    private final String bucket;
    private final String key;
    private final int partSize;
    private final List<CompletedPart> sent = new ArrayList<>();
    private byte[] part;
    private int filled;
    private @Nullable String upload;

    PartStream(S3Client client, String bucket, String key, int partSize) {
        this.client = client;
        this.bucket = bucket;
        this.key = key;
        this.partSize = partSize;
        this.part = new byte[Math.min(FIRST_BUFFER, partSize)];
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int from = offset;
        for (int left = length; left > 0; ) {
            if (filled == partSize) {
                sendPart();
            }
            int count = Math.min(left, partSize - filled);
            hold(bytes, from, count);
            from += count;
            left -= count;
        }
    }

    /** Makes the object appear. */
    void complete() throws IOException {
        if (upload == null) {
            call(() -> client.putObject(put -> put.bucket(bucket).key(key), held()));
            return;
        }
        sendPart();
        String id = upload;
        call(() -> client.completeMultipartUpload(end -> end.bucket(bucket).key(key).uploadId(id).multipartUpload(parts -> parts.parts(sent))));
        upload = null;
    }

    /** Leaves nothing behind of an object that was not completed. */
    void abandon() throws IOException {
        String id = upload;
        if (id != null) {
            call(() -> client.abortMultipartUpload(abort -> abort.bucket(bucket).key(key).uploadId(id)));
            upload = null;
        }
    }

    private void hold(byte[] bytes, int offset, int count) {
        if (filled + count > part.length) {
            part = Arrays.copyOf(part, (int) Math.min(partSize, Math.max(2L * part.length, filled + count)));
        }
        System.arraycopy(bytes, offset, part, filled, count);
        filled += count;
    }

    private void sendPart() throws IOException {
        if (upload == null) {
            upload = call(() -> client.createMultipartUpload(begin -> begin.bucket(bucket).key(key)).uploadId());
        }
        String id = upload;
        int number = sent.size() + 1;
        String tag = call(() -> client.uploadPart(one -> one.bucket(bucket).key(key).uploadId(id).partNumber(number), held()).eTag());
        sent.add(CompletedPart.builder().partNumber(number).eTag(tag).build());
        filled = 0;
    }

    private RequestBody held() {
        return RequestBody.fromByteBuffer(ByteBuffer.wrap(part, 0, filled));
    }

    private interface Call<T> {
        T make();
    }

    private <T> T call(Call<T> call) throws IOException {
        try {
            return call.make();
        } catch (SdkException failure) {
            throw BlobBucket.failed("written to", bucket, failure);
        }
    }
}
