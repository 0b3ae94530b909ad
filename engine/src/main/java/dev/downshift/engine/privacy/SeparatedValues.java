package dev.downshift.engine.privacy;

import java.util.ArrayList;
import java.util.List;

/** Comma-separated values and their like inside a text (RFC 4180; semicolons and tabs too), with the names of the columns in the first line. */
final class SeparatedValues {

    private static final int FEWEST_CELLS = 2;
    private static final int MOST_CELLS = 500;
    private static final int LONGEST_HEADER = 4_000;

    private SeparatedValues() {}

    /** A field between two separators; offsets are without quotes. */
    private record Field(int start, int end, boolean quoted) {

        Leaf leaf(String key) {
            return new Leaf(start, end, key, false, quoted ? Syntax.QUOTED : Syntax.FIELD);
        }
    }

    /**
     * Reads the table whose header is the line at {@code from} and adds its fields.
     *
     * @param announced whether something says that it is a table; else its columns have to
     * @return where it ends; {@code from} if there is none
     */
    static int read(String text, int from, int to, boolean announced, List<Leaf> leaves) {
        int line = Lines.end(text, from, to);
        if (line - from > LONGEST_HEADER) {
            return from;
        }
        char separator = separator(text, from, line);
        List<Field> first = new ArrayList<>();
        int next = separator == 0 ? -1 : record(text, from, to, separator, first);
        if (next < 0 || first.size() < FEWEST_CELLS) {
            return from;
        }
        List<String> header = first.stream().map(field -> text.substring(field.start(), field.end()).strip()).toList();
        boolean named = header.stream().allMatch(Columns::isName);
        if (!announced && !(named && Columns.tell(header))) {
            return from;
        }
        List<String> keys = named ? Columns.keys(header) : header.stream().map(ignored -> "").toList();
        List<Leaf> found = new ArrayList<>();
        first.forEach(field -> found.add(field.leaf("")));
        int end = next;
        int rows = 0;
        for (List<Field> row = new ArrayList<>(); end < to; row.clear(), rows++) {
            int after = record(text, end, to, separator, row);
            if (after < 0 || row.size() != keys.size()) {
                break;
            }
            for (int i = 0; i < row.size(); i++) {
                found.add(row.get(i).leaf(keys.get(i)));
            }
            end = after;
        }
        if (rows == 0 && named) {
            return from;
        }
        leaves.addAll(found);
        return end;
    }

    /** The commonest of the separators in a line; 0 if it has none. */
    private static char separator(String text, int from, int to) {
        int[] counts = new int[3];
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            counts[0] += c == ',' ? 1 : 0;
            counts[1] += c == ';' ? 1 : 0;
            counts[2] += c == '\t' ? 1 : 0;
        }
        int best = counts[2] > 0 ? 2 : counts[1] > counts[0] ? 1 : 0;
        return counts[best] == 0 ? 0 : ",;\t".charAt(best);
    }

    /** Reads a record; answers where the next begins, or -1 where it is none. */
    private static int record(String text, int from, int to, char separator, List<Field> fields) {
        int i = from;
        while (fields.size() < MOST_CELLS) {
            int start = i;
            while (separator != '\t' && start < to && text.charAt(start) == ' ') {
                start++;
            }
            boolean quoted = start < to && text.charAt(start) == '"';
            int end = quoted ? closingQuote(text, start + 1, to) : endOfField(text, start, to, separator);
            if (end < 0) {
                return -1;
            }
            fields.add(quoted ? new Field(start + 1, end, true) : new Field(start, trimmed(text, start, end), false));
            i = quoted ? end + 1 : end;
            if (i >= to) {
                return to;
            }
            char c = text.charAt(i);
            if (c == '\n') {
                return i + 1;
            }
            if (c == '\r' && i + 1 < to && text.charAt(i + 1) == '\n') {
                return i + 2;
            }
            if (c != separator) {
                return -1;
            }
            i++;
        }
        return -1;
    }

    private static int trimmed(String text, int from, int to) {
        int end = to;
        while (end > from && text.charAt(end - 1) <= ' ') {
            end--;
        }
        return end;
    }

    private static int closingQuote(String text, int from, int to) {
        int quote = text.indexOf('"', from, to);
        while (quote >= 0 && quote + 1 < to && text.charAt(quote + 1) == '"') {
            quote = text.indexOf('"', quote + 2, to);
        }
        return quote;
    }

    private static int endOfField(String text, int from, int to, char separator) {
        int end = from;
        while (end < to) {
            char c = text.charAt(end);
            if (c == separator || c == '\n' || (c == '\r' && end + 1 < to && text.charAt(end + 1) == '\n')) {
                break;
            }
            end++;
        }
        return end;
    }
}
