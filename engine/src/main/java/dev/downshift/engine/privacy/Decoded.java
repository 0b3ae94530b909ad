package dev.downshift.engine.privacy;

import java.util.Arrays;
import java.util.BitSet;

/** What an escaped text says, and where each decoded character stands in the source. */
final class Decoded {

    /** Stands for a tag or a structure that was left out. */
    static final char GAP = '\f';

    private final String text;
    private final int[] decodedBreaks;
    private final int[] sourceBreaks;
    private final BitSet markup;

    private Decoded(String text, int[] decodedBreaks, int[] sourceBreaks, BitSet markup) {
        this.text = text;
        this.decodedBreaks = decodedBreaks;
        this.sourceBreaks = sourceBreaks;
        this.markup = markup;
    }

    String text() {
        return text;
    }

    /** Where the decoded character at {@code index}, or what follows the last, stands in the source. */
    int offset(int index) {
        int at = Arrays.binarySearch(decodedBreaks, index);
        int before = at >= 0 ? at : -at - 2;
        return sourceBreaks[before] + index - decodedBreaks[before];
    }

    /** Whether the decoded character at {@code index} is text of a markup language. */
    boolean isMarkup(int index) {
        return markup.get(index);
    }

    /** Text in which each character stands for itself. */
    static Decoded plain(String source, int start, int end) {
        return new Decoded(source.substring(start, end), new int[] {0}, new int[] {start}, new BitSet());
    }

    /** The valid JSON literal between two quotes. */
    static Decoded json(String source, int start, int end) {
        Builder decoded = new Builder(source);
        int from = start;
        for (int slash = source.indexOf('\\', start, end); slash >= 0; slash = source.indexOf('\\', from, end)) {
            decoded.copy(from, slash);
            boolean unicode = source.charAt(slash + 1) == 'u';
            char c = unicode ? (char) Integer.parseInt(source, slash + 2, slash + 6, 16) : unescaped(source.charAt(slash + 1));
            from = slash + (unicode ? 6 : 2);
            decoded.put(c, slash, from);
        }
        decoded.copy(from, end);
        return decoded.build(end);
    }

    private static char unescaped(char c) {
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            default -> c;
        };
    }

    /** {@code text} as it stands between the quotes of a JSON literal. */
    static String escaped(String text) {
        StringBuilder escaped = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (escaped == null && (c == '"' || c == '\\' || c < ' ')) {
                escaped = new StringBuilder(text.length() + 8).append(text, 0, i);
            }
            if (escaped != null) {
                escape(c, escaped);
            }
        }
        return escaped == null ? text : escaped.toString();
    }

    private static void escape(char c, StringBuilder escaped) {
        if (c == '"' || c == '\\') {
            escaped.append('\\').append(c);
        } else if (c == '\n') {
            escaped.append("\\n");
        } else if (c < ' ') {
            escaped.append(String.format("\\u%04x", (int) c));
        } else {
            escaped.append(c);
        }
    }

    /** Puts a decoded text together from pieces of the source, in order. */
    static final class Builder {

        private final String source;
        private final StringBuilder text = new StringBuilder();
        private int[] decodedBreaks = new int[4];
        private int[] sourceBreaks = new int[4];
        private int breaks;
        private int next = -1;
        private final BitSet markup = new BitSet();

        Builder(String source) {
            this.source = source;
        }

        /** Characters that stand for themselves. */
        void copy(int start, int end) {
            if (start < end) {
                at(start);
                text.append(source, start, end);
                next = end;
            }
        }

        /** One character for what stands from {@code start} to {@code end}. */
        void put(char c, int start, int end) {
            at(start);
            text.append(c);
            next = end == start + 1 ? end : -1;
        }

        /** Text of a markup language, its character references decoded. */
        void markup(int start, int end) {
            int first = text.length();
            int from = start;
            for (int and = source.indexOf('&', start, end); and >= 0; and = source.indexOf('&', and + 1, end)) {
                int close = source.indexOf(';', and, Math.min(end, and + 10));
                int c = close < 0 ? -1 : reference(source.substring(and + 1, close));
                if (c >= 0) {
                    copy(from, and);
                    put((char) c, and, close + 1);
                    from = close + 1;
                }
            }
            copy(from, end);
            markup.set(first, text.length());
        }

        private static int reference(String name) {
            return switch (name) {
                case "amp" -> '&';
                case "lt" -> '<';
                case "gt" -> '>';
                case "quot" -> '"';
                case "apos" -> '\'';
                case "nbsp" -> '\u00a0';
                default -> name.matches("#\\d{1,5}") ? inPlane(Integer.parseInt(name, 1, name.length(), 10))
                        : name.matches("#[xX][0-9a-fA-F]{1,4}") ? Integer.parseInt(name, 2, name.length(), 16) : -1;
            };
        }

        private static int inPlane(int codePoint) {
            return codePoint <= Character.MAX_VALUE ? codePoint : -1;
        }

        private void at(int offset) {
            if (offset != next) {
                if (breaks == decodedBreaks.length) {
                    decodedBreaks = Arrays.copyOf(decodedBreaks, breaks * 2);
                    sourceBreaks = Arrays.copyOf(sourceBreaks, breaks * 2);
                }
                decodedBreaks[breaks] = text.length();
                sourceBreaks[breaks++] = offset;
            }
        }

        /** The text, which ends in the source at {@code end}. */
        Decoded build(int end) {
            at(end);
            return new Decoded(text.toString(), Arrays.copyOf(decodedBreaks, breaks), Arrays.copyOf(sourceBreaks, breaks), markup);
        }
    }
}
