package dev.downshift.engine.privacy;

import java.util.ArrayList;
import java.util.List;

/** Tables of GitHub Flavored Markdown (section 4.10): a row of names, a row of hyphens, and rows. */
final class MarkdownTable {

    private MarkdownTable() {}

    /** Reads the table whose header is the line at {@code from} and adds its cells; answers where it ends, {@code from} if there is none. */
    static int read(String text, int from, int to, List<Leaf> leaves) {
        int line = Lines.end(text, from, to);
        int rule = Math.min(to, line + 1);
        int ruleEnd = Lines.end(text, rule, to);
        if (!isRule(text, rule, ruleEnd) || text.indexOf('|', from, line) < 0) {
            return from;
        }
        List<String> header = new ArrayList<>();
        cells(text, from, line, (start, end) -> {
            header.add(text.substring(start, end));
            leaves.add(new Leaf(start, end, "", false, Syntax.FIELD));
        });
        List<String> keys = Columns.keys(header);
        int end = Math.min(to, ruleEnd + 1);
        while (end < to) {
            int next = Lines.end(text, end, to);
            if (text.indexOf('|', end, next) < 0) {
                break;
            }
            int[] column = {0};
            cells(text, end, next, (start, close) -> {
                String key = column[0] < keys.size() ? keys.get(column[0]) : "";
                leaves.add(new Leaf(start, close, key, false, Syntax.FIELD));
                column[0]++;
            });
            end = Math.min(to, next + 1);
        }
        return end;
    }

    private static boolean isRule(String text, int from, int to) {
        boolean hyphen = false;
        boolean bar = false;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            hyphen |= c == '-';
            bar |= c == '|';
            if ("-|: \t\r".indexOf(c) < 0) {
                return false;
            }
        }
        return hyphen && bar;
    }

    private interface Cells {
        void cell(int start, int end);
    }

    /** The cells of a row, without the spaces around them; a bar behind a backslash is part of one. */
    private static void cells(String text, int from, int to, Cells cells) {
        int start = Lines.indented(text, from, to);
        int end = to;
        while (end > start && text.charAt(end - 1) <= ' ') {
            end--;
        }
        start += start < end && text.charAt(start) == '|' ? 1 : 0;
        end -= end > start && text.charAt(end - 1) == '|' ? 1 : 0;
        int cell = start;
        for (int i = start; i <= end; i++) {
            if (i == end || (text.charAt(i) == '|' && text.charAt(i - 1) != '\\')) {
                int first = Lines.indented(text, cell, i);
                int last = i;
                while (last > first && text.charAt(last - 1) <= ' ') {
                    last--;
                }
                cells.cell(first, last);
                cell = i + 1;
            }
        }
    }
}
