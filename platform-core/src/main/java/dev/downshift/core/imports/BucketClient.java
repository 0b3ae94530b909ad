package dev.downshift.core.imports;

import dev.downshift.core.network.AddressRefused;
import dev.downshift.core.network.OutboundHttp;
import java.net.UnknownHostException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A bucket of a tenant: opened with the credential that was given for it, or with none; never with the operator's own. */
final class BucketClient implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final S3Client client;
    private final Source.Bucket source;
    private final Pace pace;

    BucketClient(Source.Bucket source, @Nullable Credential credential, OutboundHttp http, Pace pace) throws SourceProblem {
        this.source = source;
        this.pace = pace;
        try {
            if (source.endpoint() != null) {
                http.check(source.endpoint());
            }
        } catch (AddressRefused refused) {
            throw SourceProblem.refused(refused);
        } catch (UnknownHostException unknown) {
            throw SourceProblem.unknown(unknown);
        }
        S3ClientBuilder builder = S3Client.builder()
                .httpClientBuilder(http.forAws())
                .credentialsProvider(credential == null ? AnonymousCredentialsProvider.create()
                        : StaticCredentialsProvider.create(AwsBasicCredentials.create(credential.id(), credential.secret())))
                .region(Region.of(source.region()))
                .forcePathStyle(source.pathStyle())
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .overrideConfiguration(every -> every.addExecutionInterceptor(new BoundedAnswers()));
        if (source.endpoint() != null) {
            builder.endpointOverride(source.endpoint());
        }
        this.client = builder.build();
    }

    private interface Call<T> {
        T make();
    }

    /** The objects after one, in the order of their names, at most a thousand. */
    ListObjectsV2Response list(@Nullable String after, int most) throws SourceProblem {
        return call(() -> client.listObjectsV2(list -> list.bucket(source.bucket()).prefix(source.prefix()).startAfter(after).maxKeys(most)
                .overrideConfiguration(call -> call.apiCallTimeout(PATIENCE))));
    }

    /** An object in the version that was listed; null where it has changed or gone since. */
    @Nullable ResponseInputStream<GetObjectResponse> open(S3Object object) throws SourceProblem {
        try {
            pace.await(source.bucket());
            return client.getObject(get -> get.bucket(source.bucket()).key(object.key()).ifMatch(object.eTag())
                    .overrideConfiguration(call -> call.apiCallTimeout(PATIENCE)));
        } catch (S3Exception failure) {
            if (failure.statusCode() == 412 || failure.statusCode() == 404) {
                return null;
            }
            throw problem(failure);
        } catch (SdkException failure) {
            throw problem(failure);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw SourceProblem.unreachable("the worker stops.");
        }
    }

    @Override
    public void close() {
        client.close();
    }

    private <T> T call(Call<T> call) throws SourceProblem {
        try {
            pace.await(source.bucket());
            return call.make();
        } catch (SdkException failure) {
            throw problem(failure);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw SourceProblem.unreachable("the worker stops.");
        }
    }

    private static SourceProblem problem(SdkException failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof AddressRefused refused) {
                return SourceProblem.refused(refused);
            }
            if (cause instanceof UnknownHostException unknown) {
                return SourceProblem.unknown(unknown);
            }
        }
        if (failure instanceof S3Exception answered) {
            return switch (answered.statusCode()) {
                case 401, 403 -> new SourceProblem("The store refuses the credential.", "Look whether the key still exists and may list the bucket and read its objects, and give it again.");
                case 404 -> new SourceProblem("There is no such bucket.", "Look for a typing error in its name, and whether the endpoint is that of its store.");
                case 301, 307 -> new SourceProblem("The bucket is in another region.", "Give the region that it was made in.");
                default -> new SourceProblem("The store answers with status " + answered.statusCode() + ".",
                        "The next run tries again. Where it lasts, look whether endpoint and region are right.");
            };
        }
        return SourceProblem.unreachable(String.valueOf(failure.getMessage()));
    }
}
