package dev.downshift.core.intake;

import dev.downshift.core.tenancy.OrganizationId;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Blobs as objects of a bucket in an S3-compatible store: {@code prefix/organization/key}. */
final class BlobBucket implements BlobPlace, AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int CONNECTIONS = 64;
    /** What else lies in the bucket is none of ours. */
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final S3Client client;
    private final String bucket;
    private final String prefix;
    private final int partSize;

    private BlobBucket(S3Client client, BlobSettings settings) {
        this.client = client;
        this.bucket = settings.bucket();
        this.prefix = settings.prefix();
        this.partSize = Math.toIntExact(settings.partSize().toBytes());
    }

    /**
     * Connects to a bucket.
     *
     * @throws BlobsUnavailable where it cannot be reached or may not be used
     */
    static BlobBucket open(BlobSettings settings) {
        S3Client client = client(settings);
        try {
            client.headBucket(head -> head.bucket(settings.bucket()).overrideConfiguration(call -> call.apiCallTimeout(PATIENCE.multipliedBy(2))));
            return new BlobBucket(client, settings);
        } catch (SdkException failure) {
            client.close();
            throw new BlobsUnavailable(settings.toString(), failure);
        }
    }

    @Override
    public void write(OrganizationId organization, String key, Content content) throws IOException {
        PartStream parts = new PartStream(client, bucket, object(organization, key), partSize);
        try {
            content.to(parts);
            parts.complete();
        } catch (IOException | RuntimeException failure) {
            abandon(parts, failure);
            throw failure;
        }
    }

    @Override
    public Optional<InputStream> read(OrganizationId organization, String key) throws IOException {
        try {
            return Optional.of(new ResumedObject(client, bucket, object(organization, key)));
        } catch (NoSuchKeyException deleted) {
            return Optional.empty();
        } catch (SdkException failure) {
            throw failed("read", bucket, failure);
        }
    }

    @Override
    public void delete(OrganizationId organization, String key) throws IOException {
        try {
            client.deleteObject(one -> one.bucket(bucket).key(object(organization, key)));
        } catch (SdkException failure) {
            throw failed("written to", bucket, failure);
        }
    }

    @Override
    public List<OrganizationId> organizations() throws IOException {
        try {
            return client.listObjectsV2Paginator(list -> list.bucket(bucket).prefix(prefix).delimiter("/")).commonPrefixes().stream()
                    .map(CommonPrefix::prefix).map(folder -> folder.substring(prefix.length(), folder.length() - 1))
                    .filter(folder -> ID.matcher(folder).matches()).map(OrganizationId::of).toList();
        } catch (SdkException failure) {
            throw failed("read", bucket, failure);
        }
    }

    @Override
    public List<String> writtenBefore(OrganizationId organization, Instant until) throws IOException {
        String folder = object(organization, "");
        try {
            for (MultipartUpload unfinished : client.listMultipartUploadsPaginator(list -> list.bucket(bucket).prefix(folder)).uploads()) {
                if (unfinished.initiated().isBefore(until)) {
                    client.abortMultipartUpload(abort -> abort.bucket(bucket).key(unfinished.key()).uploadId(unfinished.uploadId()));
                }
            }
            return client.listObjectsV2Paginator(list -> list.bucket(bucket).prefix(folder)).contents().stream()
                    .filter(object -> object.lastModified().isBefore(until)).map(S3Object::key).map(key -> key.substring(folder.length())).toList();
        } catch (SdkException failure) {
            throw failed("read", bucket, failure);
        }
    }

    @Override
    public void close() {
        client.close();
    }

    static IOException failed(String how, String bucket, Exception failure) {
        return new IOException("The bucket " + bucket + " could not be " + how + ": " + failure.getMessage(), failure);
    }

    private static void abandon(PartStream parts, Exception failure) {
        try {
            parts.abandon();
        } catch (IOException unreachable) {
            failure.addSuppressed(unreachable);
        }
    }

    private String object(OrganizationId organization, String key) {
        return prefix + organization + "/" + key;
    }

    private static S3Client client(BlobSettings settings) {
        S3ClientBuilder builder = S3Client.builder()
                .httpClientBuilder(Apache5HttpClient.builder().connectionTimeout(PATIENCE).maxConnections(CONNECTIONS))
                .credentialsProvider(credentials(settings))
                .forcePathStyle(settings.pathStyle())
                // Not every store knows the checksums that AWS added; the encryption notices every changed bit.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
        if (settings.endpoint() != null) {
            builder.endpointOverride(settings.endpoint());
        }
        if (settings.region() != null || settings.endpoint() != null) {
            builder.region(Region.of(Objects.requireNonNullElse(settings.region(), "us-east-1")));
        }
        try {
            return builder.build();
        } catch (SdkException noRegion) {
            throw new BlobsUnavailable(settings.toString(), noRegion);
        }
    }

    private static AwsCredentialsProvider credentials(BlobSettings settings) {
        return settings.accessKey().isEmpty()
                ? DefaultCredentialsProvider.builder().build()
                : StaticCredentialsProvider.create(AwsBasicCredentials.create(settings.accessKey(), settings.secretKey()));
    }
}
