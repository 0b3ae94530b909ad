package dev.downshift.engine.privacy;

import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.ObjectReadContext;

/** JSON inside a string: finds its string values where they stand, so that everything around them stays byte for byte. */
final class JsonText {

    private static final JsonFactory FACTORY = JsonFactory.builder().disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION).build();

    private static final int BLOCK = 512;

    private JsonText() {}

    static boolean looksLikeJson(String text) {
        int first = 0;
        while (first < text.length() && text.charAt(first) <= ' ') {
            first++;
        }
        int last = text.length() - 1;
        while (last > first && text.charAt(last) <= ' ') {
            last--;
        }
        if (last <= first) {
            return false;
        }
        char open = text.charAt(first);
        char close = text.charAt(last);
        return (open == '{' && close == '}') || (open == '[' && close == ']') || (open == '"' && close == '"');
    }

    /** The leaves of a JSON text in order; null where the text is not JSON. */
    static @Nullable List<Leaf> leaves(String text, String outerKey, boolean schema) {
        List<Leaf> leaves = new ArrayList<>();
        KeyPath path = new KeyPath(outerKey, schema);
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                take(token, parser, text, 0, path, leaves);
            }
            return leaves;
        } catch (JacksonException e) {
            return null;
        }
    }

    /**
     * Reads the object or array that begins at {@code from} and adds its leaves.
     *
     * @return where it ends; or, as a negative number, where reading broke off because it is none
     */
    static int embedded(String text, int from, List<Leaf> leaves) {
        List<Leaf> inside = new ArrayList<>();
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), new TextFrom(text, from))) {
            return value(parser, text, from, inside) ? taken(from + offset(parser), inside, leaves) : -Math.max(from + 1, from + offset(parser));
        }
    }

    private static int offset(JsonParser parser) {
        return (int) parser.currentLocation().getCharOffset();
    }

    private static int taken(int end, List<Leaf> inside, List<Leaf> leaves) {
        leaves.addAll(inside);
        return end;
    }

    private static boolean value(JsonParser parser, String text, int from, List<Leaf> leaves) {
        KeyPath path = new KeyPath("", false);
        int depth = 0;
        try {
            do {
                JsonToken token = parser.nextToken();
                if (token == null) {
                    return false;
                }
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                take(token, parser, text, from, path, leaves);
            } while (depth > 0);
            return true;
        } catch (JacksonException e) {
            return false;
        }
    }

    private static void take(JsonToken token, JsonParser parser, String text, int base, KeyPath path, List<Leaf> leaves) {
        switch (token) {
            case START_OBJECT, START_ARRAY -> path.open();
            case END_OBJECT, END_ARRAY -> path.close();
            case PROPERTY_NAME -> path.key(parser.currentName());
            case VALUE_STRING, VALUE_NUMBER_INT -> {
                if (path.isOpenToRedaction()) {
                    int start = base + (int) parser.currentTokenLocation().getCharOffset();
                    leaves.add(token == JsonToken.VALUE_STRING ? new Leaf(start + 1, endOfString(text, start + 1), path.currentKey(), path.inSchema(), Syntax.JSON)
                            : new Leaf(start, endOfNumber(text, start), path.currentKey(), path.inSchema(), Syntax.NUMBER));
                }
            }
            default -> { }
        }
    }

    private static int endOfString(String text, int start) {
        int end = start;
        while (end < text.length() && text.charAt(end) != '"') {
            end += text.charAt(end) == '\\' ? 2 : 1;
        }
        return Math.min(end, text.length());
    }

    private static int endOfNumber(String text, int start) {
        int end = start;
        while (end < text.length() && (Character.isDigit(text.charAt(end)) || text.charAt(end) == '-')) {
            end++;
        }
        return end;
    }

    /** The characters of a text from an offset on, without a copy of it. */
    private static final class TextFrom extends Reader {

        private final String text;
        private int position;

        TextFrom(String text, int position) {
            this.text = text;
            this.position = position;
        }

        @Override
        public int read(char[] buffer, int offset, int length) {
            if (position == text.length()) {
                return -1;
            }
            int count = Math.min(Math.min(length, BLOCK), text.length() - position);
            text.getChars(position, position + count, buffer, offset);
            position += count;
            return count;
        }

        @Override
        public void close() {
            position = text.length();
        }
    }
}
