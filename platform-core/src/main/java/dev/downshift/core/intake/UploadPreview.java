package dev.downshift.core.intake;

import dev.downshift.engine.traces.LlmCall;
import dev.downshift.engine.traces.RejectedRecord;
import dev.downshift.engine.traces.TraceFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the beginning of a file was recognised as.
 *
 * @param container what it is wrapped in, the outermost first, and how its records are laid out: {@code gzip}, {@code tar}, {@code JSON lines}
 * @param format of its first good record; null where there is none so far
 * @param calls the first few, redacted
 * @param rejected why the first few records cannot be read
 * @param whole whether the file ends within what was looked at
 */
public record UploadPreview(List<String> container, @Nullable TraceFormat format, List<LlmCall> calls, List<RejectedRecord> rejected, boolean whole) {

    public UploadPreview {
        container = List.copyOf(container);
        calls = List.copyOf(calls);
        rejected = List.copyOf(rejected);
    }
}
