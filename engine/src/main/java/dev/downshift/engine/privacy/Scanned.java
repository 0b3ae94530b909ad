package dev.downshift.engine.privacy;

import java.util.Locale;
import java.util.Set;

/**
 * A string to look at, with what one pass over it tells: which characters are there at all, so that a detector that
 * needs one of them can skip the text.
 *
 * @param text the decoded string
 * @param key the JSON key the string belongs to, as lower-case words joined with underscores; empty if there is none
 * @param schema whether the string is part of a tool's or response's definition, where names of people are not expected
 */
record Scanned(String text, String key, boolean schema, int digits, boolean at, boolean colon, boolean upper) {


    static Scanned of(String text, String key, boolean schema) {
        int digits = 0;
        boolean at = false;
        boolean colon = false;
        boolean upper = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                digits++;
            } else if (c == '@') {
                at = true;
            } else if (c == ':') {
                colon = true;
            } else if (!upper && Character.isUpperCase(c)) {
                upper = true;
            }
        }
        return new Scanned(text, key, schema, digits, at, colon, upper);
    }

    /** The up to {@code length} characters before an offset, in lower case. */
    String before(int offset, int length) {
        return text.substring(Math.max(0, offset - length), offset).toLowerCase(Locale.ROOT);
    }

    boolean keyIsOneOf(Set<String> keys) {
        return keys.contains(key);
    }

    /** {@code customerName}, {@code customer-name} and {@code Customer Name} are all {@code customer_name}. */
    static String normalizedKey(String key) {
        StringBuilder words = new StringBuilder(key.length() + 4);
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            if (Character.isUpperCase(c) && i > 0 && Character.isLowerCase(key.charAt(i - 1))) {
                words.append('_');
            }
            words.append(Character.isLetterOrDigit(c) ? Character.toLowerCase(c) : '_');
        }
        return words.toString();
    }
}
