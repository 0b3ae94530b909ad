/** The receiver of OpenTelemetry traces: OTLP over HTTP. */
@NullMarked
package dev.downshift.api.telemetry;

import org.jspecify.annotations.NullMarked;
