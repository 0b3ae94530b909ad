package dev.downshift.engine.privacy;

/**
 * Where something was found, and what kind of thing it is; never the thing itself.
 *
 * @param pointer JSON pointer (RFC 6901) to the string or number it is in; empty for a bare text
 * @param start first Unicode code point, counted in the decoded string as it was before redaction
 * @param end code point after the last
 * @param type what it is
 * @param rule which rule found it
 * @param score how sure the rule is, from 0 to 1
 */
public record Finding(String pointer, int start, int end, FindingType type, String rule, double score) {

    Finding under(String prefix) {
        return new Finding(pointer.isEmpty() ? prefix : prefix + pointer, start, end, type, rule, score);
    }
}
