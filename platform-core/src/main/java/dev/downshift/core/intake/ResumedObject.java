package dev.downshift.core.intake;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** Reads an object for as long as it takes: where the connection ends before the object does, it goes on from there. */
final class ResumedObject extends InputStream {

    private static final int MOST_FAILURES = 3;

    private final S3Client client;
    private final String bucket;
    private final String key;
    private final long length;
    private final String tag;
    private @Nullable ResponseInputStream<GetObjectResponse> part;
    private long at;
    private int failures;
    private boolean closed;

    /** Opens it; SDK exceptions pass through. */
    ResumedObject(S3Client client, String bucket, String key) {
        this.client = client;
        this.bucket = bucket;
        this.key = key;
        ResponseInputStream<GetObjectResponse> whole = client.getObject(get -> get.bucket(bucket).key(key));
        this.part = whole;
        this.length = Objects.requireNonNull(whole.response().contentLength());
        this.tag = whole.response().eTag();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
        if (closed) {
            throw new IOException("The object was closed.");
        }
        if (count == 0 || at == length) {
            return count == 0 ? 0 : -1;
        }
        while (true) {
            try {
                int read = rest().read(target, offset, count);
                if (read > 0) {
                    at += read;
                    failures = 0;
                    return read;
                }
                again(new IOException("the connection ended at byte " + at + " of " + length));
            } catch (IOException | SdkException cutOff) {
                again(cutOff);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        disconnect();
    }

    /** Ends the connection; reading goes on with a new one. */
    void disconnect() {
        ResponseInputStream<GetObjectResponse> open = part;
        part = null;
        if (open != null) {
            // Closing alone would read the rest of the object.
            open.abort();
        }
    }

    private InputStream rest() {
        ResponseInputStream<GetObjectResponse> open = part;
        if (open == null) {
            open = client.getObject(get -> get.bucket(bucket).key(key).range("bytes=" + at + "-").ifMatch(tag));
            part = open;
        }
        return open;
    }

    private void again(Exception failure) throws IOException {
        disconnect();
        if (++failures >= MOST_FAILURES) {
            throw BlobBucket.failed("read", bucket, failure);
        }
    }
}
