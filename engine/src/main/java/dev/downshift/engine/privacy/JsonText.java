package dev.downshift.engine.privacy;

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

    private JsonText() {}

    /**
     * A scalar inside a JSON text.
     *
     * @param start offset of its first character, the opening quote for a string
     * @param key the member it belongs to, or the one its array does
     */
    record Leaf(int start, boolean string, String key, boolean schema) {}

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
                switch (token) {
                    case START_OBJECT, START_ARRAY -> path.open();
                    case END_OBJECT, END_ARRAY -> path.close();
                    case PROPERTY_NAME -> path.key(parser.currentName());
                    case VALUE_STRING, VALUE_NUMBER_INT -> {
                        if (path.isOpenToRedaction()) {
                            int start = (int) parser.currentTokenLocation().getCharOffset();
                            leaves.add(new Leaf(start, token == JsonToken.VALUE_STRING, path.currentKey(), path.inSchema()));
                        }
                    }
                    default -> { }
                }
            }
            return leaves;
        } catch (JacksonException e) {
            return null;
        }
    }
}
