package dev.downshift.engine.privacy;

/** A JSON string literal: what it says, and where each decoded character stands in the text around it. */
final class Decoded {

    private final String text;
    private final int[] offsets;

    private Decoded(String text, int[] offsets) {
        this.text = text;
        this.offsets = offsets;
    }

    String text() {
        return text;
    }

    /** Where the decoded character at {@code index}, or the closing quote, stands in the text around the literal. */
    int offset(int index) {
        return offsets[index];
    }

    /** Reads the valid literal whose opening quote is at {@code quote}. */
    static Decoded at(String source, int quote) {
        int end = quote + 1;
        while (source.charAt(end) != '"') {
            end += source.charAt(end) == '\\' ? 2 : 1;
        }
        StringBuilder text = new StringBuilder(end - quote);
        int[] offsets = new int[end - quote];
        int i = quote + 1;
        while (i < end) {
            offsets[text.length()] = i;
            char c = source.charAt(i);
            if (c != '\\') {
                text.append(c);
                i++;
            } else if (source.charAt(i + 1) == 'u') {
                text.append((char) Integer.parseInt(source, i + 2, i + 6, 16));
                i += 6;
            } else {
                text.append(unescaped(source.charAt(i + 1)));
                i += 2;
            }
        }
        offsets[text.length()] = end;
        return new Decoded(text.toString(), offsets);
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
}
