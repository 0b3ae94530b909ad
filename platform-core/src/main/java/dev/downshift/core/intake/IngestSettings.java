package dev.downshift.core.intake;

import dev.downshift.engine.traces.ReadLimits;
import dev.downshift.engine.traces.TraceReader;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Limits of intake, under {@code downshift.intake}.
 *
 * @param largestUpload the largest file that is taken, as sent
 * @param largestRecord the longest record that is read
 * @param rawRetention how long the encrypted file is kept after its ingest has ended
 * @param unfinishedRetention how long an upload that nobody goes on with is kept: one that has not come completely, or that waits to be read
 */
@ConfigurationProperties("downshift.intake")
record IngestSettings(
        @DefaultValue("20GB") DataSize largestUpload,
        @DefaultValue(TraceReader.DEFAULT_RECORD_LIMIT + "B") DataSize largestRecord,
        @DefaultValue("1d") Duration rawRetention,
        @DefaultValue("7d") Duration unfinishedRetention) {

    ReadLimits readLimits() {
        return new ReadLimits(Math.toIntExact(largestRecord.toBytes()), largestUpload.toBytes());
    }
}
