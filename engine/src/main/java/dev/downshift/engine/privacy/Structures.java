package dev.downshift.engine.privacy;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The structures inside a text that is none as a whole: JSON, separated values, Markdown tables, XML and HTML, in fences
 * (CommonMark, section 4.5) or between lines of prose.
 *
 * @param leaves the values that have a name, in no order
 * @param prose what is left, to be read as text
 */
record Structures(List<Leaf> leaves, Decoded prose) {

    /** Longer texts are read as text alone, so that memory stays bounded. */
    private static final int LONGEST = 1 << 22;

    /** The structures inside a text; null if it has none. */
    static @Nullable Structures in(String text) {
        return text.length() > LONGEST || !mayHaveSome(text) ? null : new Search(text).structures();
    }

    private static boolean mayHaveSome(String text) {
        return text.contains("</") || text.contains("/>") || text.indexOf('{') >= 0 || text.contains("[\"") || (text.indexOf('\n') >= 0 && (text.indexOf(',') >= 0
                || text.indexOf(';') >= 0 || text.indexOf('\t') >= 0 || text.indexOf('|') >= 0));
    }

    /** One walk over the lines of a text. */
    private static final class Search {

        private final String text;
        private final List<Leaf> leaves = new ArrayList<>();
        private final Decoded.Builder prose;
        private int done;
        private int noJsonBefore;

        Search(String text) {
            this.text = text;
            this.prose = new Decoded.Builder(text);
        }

        @Nullable Structures structures() {
            int length = text.length();
            boolean fenced = false;
            boolean announced = false;
            String mark = "";
            for (int line = 0; line < length;) {
                int start = Lines.indented(text, line, length);
                int next = Lines.next(text, line, length);
                if (isFence(start) && (!fenced || text.startsWith(mark, start))) {
                    mark = text.substring(start, start + 3);
                    fenced = !fenced;
                    String info = text.substring(start + 3, Math.min(next, start + 12)).strip();
                    announced = fenced && (info.startsWith("csv") || info.startsWith("tsv"));
                    line = next;
                    continue;
                }
                int end = table(line, announced ? closing(mark, line) : length, announced, !fenced || announced);
                if (end > line) {
                    skip(line, end);
                    line = end;
                } else {
                    line = json(line, next);
                }
                announced = false;
            }
            Markup.read(text, done, length, leaves, prose);
            return leaves.isEmpty() ? null : new Structures(leaves, prose.build(length));
        }

        private boolean isFence(int start) {
            return text.startsWith("```", start) || text.startsWith("~~~", start);
        }

        /** The line that ends a fence, or the end of the text. */
        private int closing(String mark, int from) {
            int close = text.indexOf("\n" + mark, from);
            return close < 0 ? text.length() : close + 1;
        }

        /** The end of the table that begins at a line, or the line. Program code in fences has none. */
        private int table(int line, int to, boolean announced, boolean possible) {
            if (!possible) {
                return line;
            }
            int end = MarkdownTable.read(text, line, to, leaves);
            return end > line ? end : SeparatedValues.read(text, line, to, announced, leaves);
        }

        /**
         * Takes the objects and arrays that begin in a line, or behind one of them on the line on which it ends; answers
         * where the walk goes on.
         */
        private int json(int line, int next) {
            int to = next;
            for (int i = Math.max(line, noJsonBefore); i < to;) {
                int end = isJson(i) ? JsonText.embedded(text, i, leaves) : 0;
                if (end > 0) {
                    skip(i, end);
                    i = end;
                    to = end < to ? to : Lines.next(text, end, text.length());
                } else {
                    i = Math.max(i + 1, -end);
                    noJsonBefore = i;
                }
            }
            return to;
        }

        private boolean isJson(int i) {
            char c = text.charAt(i);
            if (c != '{' && c != '[') {
                return false;
            }
            int inner = i + 1;
            while (inner < text.length() && inner - i < 40 && text.charAt(inner) <= ' ') {
                inner++;
            }
            char first = inner < text.length() ? text.charAt(inner) : ' ';
            return first == '"' || (c == '[' && first == '{');
        }

        private void skip(int start, int end) {
            Markup.read(text, done, start, leaves, prose);
            prose.put(Decoded.GAP, start, end);
            done = end;
        }
    }
}
