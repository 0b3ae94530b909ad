package dev.downshift.api.telemetry;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How spans are received.
 *
 * @param largestRequest the largest body accepted, unpacked
 * @param rotation after how long the spans of an organization are handed to intake
 * @param fileSize at which size they are handed over earlier
 * @param most how many bytes may wait on disk; with more, exporters are asked to come back later
 */
@ConfigurationProperties("downshift.telemetry")
record TelemetrySettings(
        @DefaultValue("12MB") DataSize largestRequest,
        @DefaultValue("10s") Duration rotation,
        @DefaultValue("64MB") DataSize fileSize,
        @DefaultValue("2GB") DataSize most) {}
