package dev.downshift.core.imports;

import dev.downshift.core.InvalidInput;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A source as people and programs write it down: the fields of every kind beside each other.
 *
 * @param kind S3, LANGFUSE or LANGSMITH
 * @param endpoint of a bucket's store; none for AWS
 * @param baseUrl of a tool
 */
public record SourceFields(@Nullable String kind, @Nullable String endpoint, @Nullable String region, @Nullable String bucket, @Nullable String prefix,
        @Nullable Boolean pathStyle, @Nullable String baseUrl, @Nullable String project) {

    private static final String USUAL_REGION = "us-east-1";

    public static SourceFields of(Source source) {
        return switch (source) {
            case Source.Bucket it -> new SourceFields("S3", it.endpoint() == null ? null : it.endpoint().toString(), it.region(), it.bucket(), it.prefix(),
                    it.pathStyle(), null, null);
            case Source.Langfuse it -> new SourceFields("LANGFUSE", null, null, null, null, null, it.baseUrl().toString(), null);
            case Source.LangSmith it -> new SourceFields("LANGSMITH", null, null, null, null, null, it.baseUrl().toString(), it.project());
        };
    }

    /**
     * Reads it.
     *
     * @throws InvalidInput where a field is missing or cannot be used
     */
    public Source source() {
        return switch (kind()) {
            case "S3" -> new Source.Bucket(given(endpoint).isEmpty() ? null : Source.address("endpoint", given(endpoint)),
                    given(region).isEmpty() ? USUAL_REGION : given(region), given(bucket), given(prefix), Boolean.TRUE.equals(pathStyle));
            case "LANGFUSE" -> new Source.Langfuse(Source.address("baseUrl", given(baseUrl)));
            case "LANGSMITH" -> new Source.LangSmith(Source.address("baseUrl", given(baseUrl)), given(project));
            default -> throw new InvalidInput("kind", "There is no such kind of source.", "Choose S3, LANGFUSE or LANGSMITH.");
        };
    }

    @Override
    public String kind() {
        return given(kind).toUpperCase(Locale.ROOT);
    }

    private static String given(@Nullable String text) {
        return text == null ? "" : text.strip();
    }
}
