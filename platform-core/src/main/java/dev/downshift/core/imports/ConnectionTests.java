package dev.downshift.core.imports;

import dev.downshift.core.network.OutboundHttp;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Opens sources to see whether they can be. */
@Component
class ConnectionTests {

    private final BucketFetcher buckets;
    private final Requests requests;

    ConnectionTests(BucketFetcher buckets, Requests requests) {
        this.buckets = buckets;
        this.requests = requests;
    }

    ConnectionTest test(Source source, @Nullable Credential credential) {
        try {
            if (credential == null && !(source instanceof Source.Bucket)) {
                return new ConnectionTest(false, "There is no credential for the source.", "Give one under Change.");
            }
            String answer = switch (source) {
                case Source.Bucket bucket -> buckets.test(bucket, credential);
                case Source.Langfuse langfuse -> new LangfuseApi(langfuse, given(credential), requests).test();
                case Source.LangSmith langSmith -> new LangSmithApi(langSmith, given(credential), requests).test();
            };
            return new ConnectionTest(true, answer, "");
        } catch (SourceProblem problem) {
            return new ConnectionTest(false, problem.getMessage(), problem.remedy());
        } catch (OutboundHttp.TooLarge tooLarge) {
            return new ConnectionTest(false, "The source answers with something other than its API does.", "Look whether the address is that of its API.");
        }
    }

    private static Credential given(@Nullable Credential credential) {
        return Objects.requireNonNull(credential);
    }
}
