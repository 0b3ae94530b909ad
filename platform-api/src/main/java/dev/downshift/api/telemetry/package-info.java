/** The receiver of OpenTelemetry traces: OTLP over HTTP and over gRPC. */
@NullMarked
package dev.downshift.api.telemetry;

import org.jspecify.annotations.NullMarked;
