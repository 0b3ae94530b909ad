package dev.downshift.engine.privacy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A tag of XML or HTML; offsets are in UTF-16 units.
 *
 * @param name the local name of the element, in lower case
 */
record Tag(int start, int end, String name, boolean closes, boolean empty, List<Attribute> attributes) {

    private static final int LONGEST_NAME = 64;

    /** An attribute and where its value stands, without the quotes. */
    record Attribute(String name, int start, int end) {}

    /**
     * The tag whose angle bracket is at {@code from}; null if there is none.
     *
     * @param broken where reading broke off, for a caller to go on from
     */
    static @Nullable Tag read(String text, int from, int to, int[] broken) {
        boolean closes = from + 1 < to && text.charAt(from + 1) == '/';
        int nameStart = from + (closes ? 2 : 1);
        int i = endOfName(text, nameStart, to);
        broken[0] = Math.max(i, from + 1);
        if (i == nameStart || !Character.isLetter(text.charAt(nameStart)) || i - nameStart > LONGEST_NAME) {
            return null;
        }
        String qualified = text.substring(nameStart, i);
        String name = qualified.substring(qualified.indexOf(':') + 1).toLowerCase(Locale.ROOT);
        List<Attribute> attributes = new ArrayList<>(0);
        while (i < to) {
            int start = skipSpace(text, i, to);
            broken[0] = start;
            if (start == to) {
                return null;
            }
            char c = text.charAt(start);
            if (c == '>') {
                return new Tag(from, start + 1, name, closes, false, attributes);
            }
            if (c == '/' && start + 1 < to && text.charAt(start + 1) == '>') {
                return new Tag(from, start + 2, name, closes, true, attributes);
            }
            i = start == i ? -1 : attribute(text, start, to, attributes);
            if (i < 0) {
                return null;
            }
        }
        return null;
    }

    private static int attribute(String text, int from, int to, List<Attribute> attributes) {
        int end = endOfName(text, from, to);
        if (end == from) {
            return -1;
        }
        String name = text.substring(from, end);
        int equals = skipSpace(text, end, to);
        if (equals == to || text.charAt(equals) != '=') {
            attributes.add(new Attribute(name, end, end));
            return end;
        }
        int value = skipSpace(text, equals + 1, to);
        char quote = value < to ? text.charAt(value) : ' ';
        if (quote == '"' || quote == '\'') {
            int close = text.indexOf(quote, value + 1, to);
            if (close >= 0) {
                attributes.add(new Attribute(name, value + 1, close));
            }
            return close < 0 ? -1 : close + 1;
        }
        int close = value;
        while (close < to && text.charAt(close) > ' ' && "\"'<>=`".indexOf(text.charAt(close)) < 0) {
            close++;
        }
        attributes.add(new Attribute(name, value, close));
        return close == value ? -1 : close;
    }

    private static int skipSpace(String text, int from, int to) {
        int i = from;
        while (i < to && text.charAt(i) <= ' ') {
            i++;
        }
        return i;
    }

    private static int endOfName(String text, int from, int to) {
        int i = from;
        while (i < to && (Character.isLetterOrDigit(text.charAt(i)) || "_-.:@".indexOf(text.charAt(i)) >= 0) && (text.charAt(i) != '@' || i == from)) {
            i++;
        }
        return i;
    }

    /** The value of the attribute of one of these names; null if it has none. */
    @Nullable Attribute attribute(String... names) {
        for (Attribute attribute : attributes) {
            for (String name : names) {
                if (attribute.name().equalsIgnoreCase(name)) {
                    return attribute;
                }
            }
        }
        return null;
    }
}
