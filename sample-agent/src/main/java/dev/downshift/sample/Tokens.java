package dev.downshift.sample;

import tools.jackson.databind.JsonNode;

/** Counts tokens about as a provider does: four letters or three digits to a token, and punctuation by itself. */
final class Tokens {

    private Tokens() {}

    static int of(JsonNode node) {
        return node.isString() ? of(node.stringValue()) : of(Json.write(node));
    }

    static int of(String text) {
        int tokens = 0;
        int run = 0;
        for (int index = 0; index < text.length(); index++) {
            char c = text.charAt(index);
            if (Character.isLetterOrDigit(c)) {
                run++;
                tokens += run % 5 == 1 ? 1 : 0;
            } else {
                run = 0;
                tokens += Character.isWhitespace(c) ? 0 : 1;
            }
        }
        return tokens;
    }
}
