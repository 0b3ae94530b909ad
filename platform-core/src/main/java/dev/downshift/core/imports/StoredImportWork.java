package dev.downshift.core.imports;

import dev.downshift.core.Conflict;
import dev.downshift.core.InvalidInput;
import dev.downshift.core.LimitReached;
import dev.downshift.core.Refusal;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Takes a run from one step to the next, and says why where it cannot. */
@Component
class StoredImportWork implements ImportWork {

    private final ImportRuns runs;
    private final PageFetcher pages;
    private final BucketFetcher buckets;
    private final Requests requests;
    private final ImportProperties properties;
    private final Clock clock;

    StoredImportWork(ImportRuns runs, PageFetcher pages, BucketFetcher buckets, Requests requests, ImportProperties properties, Clock clock) {
        this.runs = runs;
        this.pages = pages;
        this.buckets = buckets;
        this.requests = requests;
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public boolean advance(ImportRunId run) {
        Optional<Fetch> begun = runs.begin(run);
        if (begun.isEmpty()) {
            return false;
        }
        Fetch fetch = begun.get();
        if (fetch.pages() >= properties.mostPages()) {
            runs.succeed(fetch, true);
            return false;
        }
        try {
            boolean end = step(fetch, fetch.position() == null ? start(fetch) : fetch.position());
            if (end) {
                runs.succeed(fetch, false);
            }
            return !end;
        } catch (SourceProblem problem) {
            runs.fail(run, problem.getMessage(), problem.remedy(), problem.goOnAt());
        } catch (InvalidInput refused) {
            runs.fail(run, refused.getMessage(), refused.remedy(), null);
        } catch (Conflict changed) {
            runs.fail(run, changed.getMessage(), "Nothing needs to be done: the next run begins with the new settings.", null);
        } catch (LimitReached full) {
            runs.fail(run, full.getMessage(), "A later run goes on where this one stopped.", clock.instant().plusSeconds(full.retryAfterSeconds()));
        } catch (Refusal refused) {
            runs.fail(run, refused.getMessage(), "The next run tries again.", null);
        } catch (IOException failure) {
            runs.fail(run, "A file could not be fetched to its end: " + failure.getMessage(), "The next run tries again.", null);
        }
        return false;
    }

    @Override
    public void fail(ImportRunId run, String reason) {
        runs.fail(run, reason, "The worker's log says more.", null);
    }

    private boolean step(Fetch fetch, Position position) throws SourceProblem, IOException {
        return switch (fetch.source()) {
            case Source.Bucket bucket -> buckets.step(fetch, bucket, position);
            case Source.Langfuse langfuse -> pages.step(fetch, new LangfuseApi(langfuse, credential(fetch), requests), position);
            case Source.LangSmith langSmith -> pages.step(fetch, new LangSmithApi(langSmith, credential(fetch), requests), position);
        };
    }

    /** From a little before the watermark to a little before now. A bucket says itself what is new in it. */
    private Position start(Fetch fetch) {
        Instant since = fetch.view().since();
        Instant watermark = fetch.view().watermark();
        if (fetch.source() instanceof Source.Bucket) {
            return new Position(since, clock.instant(), null, properties.pageItems(), null);
        }
        Instant overlapping = watermark == null ? null : watermark.minus(properties.overlap());
        @Nullable Instant from = overlapping == null || (since != null && since.isAfter(overlapping)) ? since : overlapping;
        return new Position(from, clock.instant().minus(properties.settling()).truncatedTo(ChronoUnit.MILLIS), null, properties.pageItems(), null);
    }

    private static Credential credential(Fetch fetch) throws SourceProblem {
        if (fetch.credential() == null) {
            throw new SourceProblem("There is no credential for the source.", "Give one under Change.");
        }
        return Objects.requireNonNull(fetch.credential());
    }
}
