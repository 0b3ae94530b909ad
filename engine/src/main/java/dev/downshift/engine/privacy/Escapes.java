package dev.downshift.engine.privacy;

/** Keeps backslash escapes whole in text that is code or JSON but could not be parsed as such. */
final class Escapes {

    private Escapes() {}

    /** {@code start}, or the first offset behind the escape sequence that {@code start} would cut in two. */
    static int afterEscape(String text, int start) {
        int slashes = 0;
        while (slashes < 64 && start - slashes > 0 && text.charAt(start - slashes - 1) == '\\') {
            slashes++;
        }
        if (slashes % 2 == 0 || start >= text.length()) {
            return start;
        }
        int length = text.charAt(start) == 'u' ? 5 : 1;
        return Math.min(text.length(), start + length);
    }
}
