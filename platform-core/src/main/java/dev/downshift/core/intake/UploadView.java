package dev.downshift.core.intake;

import dev.downshift.engine.traces.TraceFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A trace file, and how far its ingest has come.
 *
 * @param byteCount the size of the file as it was sent
 * @param format what the file was recognised as; null until its first good record
 * @param chosenFormat what its records are read as; null to recognise each
 * @param records the records read so far, good and bad
 * @param calls the calls whose stored version it brought
 * @param known the calls that were there already, from an earlier upload
 * @param completed calls that were there already, from an earlier upload, but less completely; they are this upload's now
 * @param bytesRead how many of {@code byteCount} have been read
 * @param failure why the ingest failed, for people
 * @param rawKept whether the encrypted file is still there
 * @param sampleOneIn of so many conversations one is kept; 1 where every one is
 * @param sampledOut the calls that were read and not kept, since others stand for them
 * @param removed the calls that grew older than the organization keeps them
 */
public record UploadView(
        UploadId id,
        String fileName,
        long byteCount,
        Upload.Source source,
        Upload.Status status,
        @Nullable String format,
        @Nullable TraceFormat chosenFormat,
        long records,
        long calls,
        long known,
        long completed,
        long rejected,
        long findings,
        long bytesRead,
        @Nullable String failure,
        boolean cancelRequested,
        String createdByName,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        boolean rawKept,
        int sampleOneIn,
        long sampledOut,
        long removed) {

    /** Bytes a second since the ingest began, where that can be said. */
    public Optional<Long> bytesPerSecond(Instant now) {
        if (startedAt == null || bytesRead == 0) {
            return Optional.empty();
        }
        long millis = Math.max(1, Duration.between(startedAt, finishedAt == null ? now : finishedAt).toMillis());
        return Optional.of(bytesRead * 1_000 / millis);
    }

    /** How long the rest will take at the rate so far. */
    public Optional<Duration> timeLeft(Instant now) {
        return status == Upload.Status.INGESTING
                ? bytesPerSecond(now).filter(rate -> rate > 0).map(rate -> Duration.ofSeconds(Math.max(0, byteCount - bytesRead) / rate))
                : Optional.empty();
    }
}
