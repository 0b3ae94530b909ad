package dev.downshift.engine.traces;

import java.io.OutputStream;
import java.util.Locale;
import java.util.Optional;

/** The formats that calls can be written in. */
public enum ExportFormat {
    /** A log of requests and responses in the form of OpenAI's chat completions, as JSON lines. */
    JSONL("jsonl", "application/x-ndjson"),
    /** Spans by OpenTelemetry's semantic conventions for generative AI, one OTLP request in JSON a line, as its collector writes them. */
    OTLP("otlp.jsonl", "application/x-ndjson"),
    /** A table with a row for each call. */
    PARQUET("parquet", "application/vnd.apache.parquet"),
    /** Calls in the canonical form, as JSON lines. */
    CANONICAL("calls.jsonl", "application/x-ndjson");

    private final String extension;
    private final String mediaType;

    ExportFormat(String extension, String mediaType) {
        this.extension = extension;
        this.mediaType = mediaType;
    }

    /** How the names of such files end, without the first dot. */
    public String extension() {
        return extension;
    }

    public String mediaType() {
        return mediaType;
    }

    /** Whether the bytes are compressed already. */
    public boolean isCompressed() {
        return this == PARQUET;
    }

    /** A writer of a new file, whose bytes go to this stream. */
    public CallWriter writer(OutputStream out) {
        return switch (this) {
            case JSONL -> new ChatLogWriter(out);
            case OTLP -> new SpanWriter(out);
            case PARQUET -> new ParquetCallWriter(out);
            case CANONICAL -> new CanonicalWriter(out);
        };
    }

    /** The format of this name, in any case; empty where there is none. */
    public static Optional<ExportFormat> named(String name) {
        for (ExportFormat format : values()) {
            if (format.name().equals(name.toUpperCase(Locale.ROOT))) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }
}
