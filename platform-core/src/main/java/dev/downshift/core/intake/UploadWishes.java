package dev.downshift.core.intake;

import dev.downshift.core.InvalidInput;
import dev.downshift.engine.traces.TraceFormat;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How a sender wants a file to be read.
 *
 * @param format what its records are read as, and those that do not fit are rejected; null to recognise each
 * @param waits whether it waits for a person to look at what was recognised before it is read
 */
public record UploadWishes(@Nullable TraceFormat format, boolean waits) {

    /** Recognised and read at once. */
    public static final UploadWishes NONE = new UploadWishes(null, false);

    /** Reads what came from outside as a format's name, in any case; nothing at all is none. */
    public static @Nullable TraceFormat format(@Nullable String name) {
        if (name == null || name.isBlank()) {
            return null;
        }
        try {
            return TraceFormat.valueOf(name.strip().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw new InvalidInput("format", "There is no format of this name.",
                    "Use one of " + Arrays.stream(TraceFormat.values()).map(Enum::name).collect(Collectors.joining(", ")) + ", or none.");
        }
    }
}
