package dev.downshift.gateway;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How the gateway behaves.
 *
 * @param smallModelTimeout after how long a small model's answer is late and the incumbent is asked
 * @param incumbentTimeout how long the incumbent may be silent, before its answer and within it
 * @param largestRequest the largest request body accepted
 * @param shadowCalls how many shadow calls may be under way; more are left out and counted
 * @param fallbackBound the share of fallbacks above which a model is rolled back
 * @param disagreementBound the share of shadow answers unlike the incumbent's above which a model is rolled back
 * @param alarmLevel the accepted chance that a model within its bounds is ever rolled back, for each gateway process and each version of a route
 * @param logQueue how many logged calls may wait to be written
 * @param logLinger how long the first call after a rest waits for others before the log is handed to intake
 * @param logRotation how far apart an organization's hand-overs are at least
 * @param logFileSize at which size it is handed over earlier
 */
@ConfigurationProperties("downshift.gateway")
public record GatewaySettings(
        @DefaultValue("20s") Duration smallModelTimeout,
        @DefaultValue("10m") Duration incumbentTimeout,
        @DefaultValue("16MB") DataSize largestRequest,
        @DefaultValue("8") int shadowCalls,
        @DefaultValue("0.2") double fallbackBound,
        @DefaultValue("0.4") double disagreementBound,
        @DefaultValue("0.01") double alarmLevel,
        @DefaultValue("10000") int logQueue,
        @DefaultValue("200ms") Duration logLinger,
        @DefaultValue("10s") Duration logRotation,
        @DefaultValue("8MB") DataSize logFileSize) {}
