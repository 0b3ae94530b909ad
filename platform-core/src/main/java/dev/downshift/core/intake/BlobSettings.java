package dev.downshift.core.intake;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Where raw files are kept, under {@code downshift.blobs}: in the folder {@code blobs} of the data folder, or in a bucket of any S3-compatible store.
 *
 * @param bucket its name; without one the folder is used
 * @param prefix what every object's key begins with; ends with a slash, or is empty
 * @param endpoint the store's address; AWS where there is none
 * @param region where the bucket is; by default what the environment says, or {@code us-east-1} where an endpoint is given
 * @param pathStyle whether the bucket is named in the path instead of the host, as most stores other than AWS want it
 * @param accessKey with {@code secretKey}, the credentials; without them those of the environment are taken, by the AWS SDK's default chain
 * @param partSize how much of a file is sent at a time, and held in memory while it is: at least 5 MB, and a 10,000th of the largest file
 */
@ConfigurationProperties("downshift.blobs")
record BlobSettings(
        @DefaultValue("") String bucket,
        @DefaultValue("") String prefix,
        @Nullable URI endpoint,
        @Nullable String region,
        @DefaultValue("false") boolean pathStyle,
        @DefaultValue("") String accessKey,
        @DefaultValue("") String secretKey,
        @DefaultValue("8MB") DataSize partSize) {

    private static final DataSize SMALLEST_PART = DataSize.ofMegabytes(5);

    BlobSettings {
        if (!prefix.isEmpty() && !prefix.endsWith("/")) {
            prefix = prefix + "/";
        }
        if (partSize.compareTo(SMALLEST_PART) < 0) {
            throw new IllegalArgumentException("downshift.blobs.part-size is under 5MB, the least that S3 takes");
        }
        if (accessKey.isEmpty() != secretKey.isEmpty()) {
            throw new IllegalArgumentException("downshift.blobs.access-key and downshift.blobs.secret-key belong together: set both, or none to take those of the environment");
        }
    }

    boolean inBucket() {
        return !bucket.isEmpty();
    }

    @Override
    public String toString() {
        return inBucket() ? "s3://" + bucket + "/" + prefix + (endpoint == null ? "" : " at " + endpoint) : "the data folder";
    }
}
