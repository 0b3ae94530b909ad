package dev.downshift.core.intake;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Text as PostgreSQL can hold it: without U+0000, which the replacement character stands in for. */
final class Storable {

    private static final Pattern ESCAPED_ZERO = Pattern.compile("(?<!\\\\)((?:\\\\\\\\)*)\\\\u0000");

    private Storable() {}

    static @Nullable String text(@Nullable String text) {
        return text == null ? null : text.replace('\0', '\ufffd');
    }

    static String json(String json) {
        return json.contains("\\u0000") ? ESCAPED_ZERO.matcher(json).replaceAll("$1\ufffd") : json;
    }
}
