package dev.downshift.api.telemetry;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How spans are received.
 *
 * @param grpcPort where OTLP over gRPC is received: 0 takes a free port, -1 switches it off
 * @param largestRequest the largest body accepted, unpacked
 * @param linger how long the first spans after a rest wait for others before they are handed to intake
 * @param rotation how far apart an organization's hand-overs are at least
 * @param fileSize at which size spans are handed over whenever that is
 * @param most how many bytes may wait on disk; with more, exporters are asked to come back later
 */
@ConfigurationProperties("downshift.telemetry")
record TelemetrySettings(
        @DefaultValue("4317") int grpcPort,
        @DefaultValue("12MB") DataSize largestRequest,
        @DefaultValue("100ms") Duration linger,
        @DefaultValue("1s") Duration rotation,
        @DefaultValue("16MB") DataSize fileSize,
        @DefaultValue("2GB") DataSize most) {

    TelemetrySettings {
        if (grpcPort < -1 || grpcPort > 65_535) {
            throw new IllegalArgumentException("downshift.telemetry.grpc-port is a port, 0 for any, or -1 for none; not " + grpcPort);
        }
    }

    int largestBytes() {
        return Math.toIntExact(largestRequest.toBytes());
    }
}
