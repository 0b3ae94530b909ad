package dev.downshift.core.imports;

import dev.downshift.core.InvalidInput;
import dev.downshift.core.intake.Upload;
import dev.downshift.core.intake.Uploads;
import dev.downshift.core.network.OutboundHttp;
import dev.downshift.core.tenancy.OrganizationKeys;
import java.io.IOException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Fetches the objects of one listing that are new or were changed. */
@Component
class BucketFetcher {

    private static final int LISTED_AT_A_TIME = 200;

    private final Uploads uploads;
    private final ImportRuns runs;
    private final OrganizationKeys keys;
    private final OutboundHttp http;
    private final Pace pace;
    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final ImportProperties properties;

    BucketFetcher(Uploads uploads, ImportRuns runs, OrganizationKeys keys, OutboundHttp http, Pace pace, JdbcClient jdbc,
            TransactionOperations transactions, ImportProperties properties) {
        this.uploads = uploads;
        this.runs = runs;
        this.keys = keys;
        this.http = http;
        this.pace = pace;
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.properties = properties;
    }

    /** Takes a step; says whether the end is reached. */
    boolean step(Fetch fetch, Source.Bucket source, Position position) throws SourceProblem, IOException {
        try (BucketClient bucket = new BucketClient(source, fetch.credential(), http, pace)) {
            ListObjectsV2Response listing = bucket.list(position.cursor(), LISTED_AT_A_TIME);
            int skipped = 0;
            for (S3Object object : news(fetch, position, listing.contents())) {
                if (object.size() > properties.largestObject().toBytes() || !receive(fetch, source, position, bucket, object)) {
                    skipped++;
                    remember(fetch, object);
                }
            }
            boolean end = !Objects.requireNonNullElse(listing.isTruncated(), false) || listing.contents().isEmpty();
            @Nullable Position next = end ? null : position.at(listing.contents().getLast().key());
            runs.save(fetch, new Step(position, next, 1, null, 0, skipped));
            return end;
        }
    }

    String test(Source.Bucket source, @Nullable Credential credential) throws SourceProblem {
        try (BucketClient bucket = new BucketClient(source, credential, http, pace)) {
            return bucket.list(null, 1).contents().isEmpty()
                    ? "The bucket answers. No object's name begins with “" + source.prefix() + "” yet."
                    : "The bucket answers, and has objects to fetch.";
        }
    }

    /**
     * Fetches an object. Its receipt, and that it was fetched up to here, are one. What has changed since it was listed is left to the next listing.
     *
     * @return false when intake does not take it, since it is too large
     */
    private boolean receive(Fetch fetch, Source.Bucket source, Position position, BucketClient bucket, S3Object object) throws SourceProblem, IOException {
        ResponseInputStream<GetObjectResponse> bytes = bucket.open(object);
        if (bytes == null) {
            return true;
        }
        boolean whole = false;
        try {
            uploads.receive(name(source, object), Upload.Source.PULL, bytes, receipt -> {
                runs.save(fetch, new Step(position, position.at(object.key()), 0, receipt, object.size(), 0));
                write(fetch, object);
            });
            whole = true;
            return true;
        } catch (InvalidInput tooLarge) {
            return false;
        } finally {
            if (!whole) {
                bytes.abort();
            }
            bytes.close();
        }
    }

    private List<S3Object> news(Fetch fetch, Position position, List<S3Object> listed) {
        List<S3Object> candidates = listed.stream().filter(object -> !(object.size() == 0 && object.key().endsWith("/")))
                .filter(object -> position.from() == null || !object.lastModified().isBefore(position.from())).toList();
        ObjectNames names = new ObjectNames(keys, fetch.organization());
        byte[][] hashes = candidates.stream().map(object -> names.hash(object.key())).toArray(byte[][]::new);
        Map<String, String> known = new HashMap<>();
        transactions.executeWithoutResult(status -> jdbc.sql("select name_hash, version_tag from import_object where import_id = ? and name_hash = any(?)")
                .params(fetch.id().value(), hashes).query(row -> {
                    known.put(HexFormat.of().formatHex(row.getBytes(1)), row.getString(2));
                }));
        return candidates.stream().filter(object -> !tag(object).equals(known.get(HexFormat.of().formatHex(names.hash(object.key()))))).toList();
    }

    private void remember(Fetch fetch, S3Object object) {
        transactions.executeWithoutResult(status -> write(fetch, object));
    }

    private void write(Fetch fetch, S3Object object) {
        jdbc.sql("""
                        insert into import_object (organization_id, import_id, name_hash, version_tag) values (current_organization(), ?, ?, ?)
                        on conflict (organization_id, import_id, name_hash) do update set version_tag = excluded.version_tag""")
                .params(fetch.id().value(), new ObjectNames(keys, fetch.organization()).hash(object.key()), tag(object)).update();
    }

    private static String tag(S3Object object) {
        return Objects.requireNonNullElse(object.eTag(), "") + " " + object.size();
    }

    private static String name(Source.Bucket source, S3Object object) {
        return source.bucket() + "-" + object.key().substring(object.key().lastIndexOf('/') + 1);
    }
}
