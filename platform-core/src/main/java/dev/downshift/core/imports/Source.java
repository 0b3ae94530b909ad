package dev.downshift.core.imports;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.downshift.core.InvalidInput;
import dev.downshift.core.Text;
import java.net.URI;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where traces are fetched from. Nothing of it is secret. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Source.Bucket.class, name = "S3"),
    @JsonSubTypes.Type(value = Source.Langfuse.class, name = "LANGFUSE"),
    @JsonSubTypes.Type(value = Source.LangSmith.class, name = "LANGSMITH")
})
public sealed interface Source {

    int LONGEST_ADDRESS = 2000;

    /** Which tool or store it is. */
    enum Kind { S3, LANGFUSE, LANGSMITH }

    /** Which kind it is; in JSON its field {@code kind}. */
    default Kind what() {
        return switch (this) {
            case Bucket _ -> Kind.S3;
            case Langfuse _ -> Kind.LANGFUSE;
            case LangSmith _ -> Kind.LANGSMITH;
        };
    }

    /** Whose address is called; null for AWS itself. */
    @Nullable URI address();

    /** Whether a credential that was given for this source may be sent to another one. */
    default boolean takesTheCredentialOf(Source before) {
        return what() == before.what() && Objects.equals(site(address()), site(before.address()))
                && !(this instanceof Bucket here && before instanceof Bucket there && here.endpoint() == null && !here.bucket().equals(there.bucket()));
    }

    private static @Nullable String site(@Nullable URI address) {
        return address == null ? null : address.getScheme() + "://" + address.getHost() + ":" + address.getPort();
    }

    /**
     * The objects of a bucket in S3 or a store that speaks like it.
     *
     * @param endpoint the store's address; null for AWS
     * @param prefix what the names of the objects begin with; may be empty
     * @param pathStyle whether the bucket is named in the path instead of the host
     */
    record Bucket(@Nullable URI endpoint, String region, String bucket, String prefix, boolean pathStyle) implements Source {

        private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]");
        private static final Pattern REGION = Pattern.compile("[A-Za-z0-9-]{1,40}");
        private static final int LONGEST_PREFIX = 1000;

        public Bucket {
            if (!NAME.matcher(bucket).matches()) {
                throw new InvalidInput("bucket", "This is not the name of a bucket.", "Give its name alone, without s3:// and without a path.");
            }
            if (!REGION.matcher(region).matches()) {
                throw new InvalidInput("region", "This is not a region.", "Write it like eu-central-1; for a store of your own, us-east-1 usually does.");
            }
            prefix = Text.limited("prefix", prefix, LONGEST_PREFIX);
        }

        @Override
        public @Nullable URI address() {
            return endpoint;
        }
    }

    /** A project of Langfuse, which its keys name. */
    record Langfuse(URI baseUrl) implements Source {
        @Override
        public URI address() {
            return baseUrl;
        }
    }

    /**
     * A project of LangSmith.
     *
     * @param project its name or its id
     */
    record LangSmith(URI baseUrl, String project) implements Source {

        public LangSmith {
            project = Text.limited("project", project, Text.LONGEST_NAME);
            if (project.isEmpty()) {
                throw new InvalidInput("project", "The project is missing.", "Give the name of the tracing project, or its id.");
            }
        }

        @Override
        public URI address() {
            return baseUrl;
        }
    }

    /**
     * Reads an address.
     *
     * @param field its name as the sender knows it
     */
    static URI address(String field, String text) {
        try {
            URI address = URI.create(Text.limited(field, text, LONGEST_ADDRESS));
            if (address.getHost() == null || address.getScheme() == null || address.getUserInfo() != null || address.getRawQuery() != null) {
                throw new IllegalArgumentException("no address of a host");
            }
            String path = Objects.requireNonNullElse(address.getRawPath(), "").replaceAll("/+$", "");
            return URI.create(address.getScheme() + "://" + address.getRawAuthority() + path);
        } catch (IllegalArgumentException malformed) {
            throw new InvalidInput(field, "This is not an address.", "Write it like https://cloud.langfuse.com, without a user and without parameters.");
        }
    }
}
