package dev.downshift.engine.privacy;

/** Where lines begin and end. */
final class Lines {

    private Lines() {}

    /** The line feed that ends the line, or {@code to}. */
    static int end(String text, int from, int to) {
        int end = text.indexOf('\n', from, to);
        return end < 0 ? to : end;
    }

    /** Where the line after begins, or {@code to}. */
    static int next(String text, int from, int to) {
        return Math.min(to, end(text, from, to) + 1);
    }

    /** The first offset that is no space or tab. */
    static int indented(String text, int from, int to) {
        int start = from;
        while (start < to && (text.charAt(start) == ' ' || text.charAt(start) == '\t')) {
            start++;
        }
        return start;
    }
}
