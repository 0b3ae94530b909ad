package dev.downshift.engine.traces;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The header row of a table: what separates its cells, and the names of its columns. */
record TableHeader(char separator, List<String> names) {

    private static final List<Character> SEPARATORS = List.of(',', ';', '\t');
    private static final int LONGEST_NAME = 200;
    private static final Set<String> FAMILIAR = Set.of("messages", "conversation", "conversations", "traj", "trajectory", "request", "response", "prompt",
            "completion", "input", "output", "instruction");

    /** The header of the table that begins with these bytes, or null where none does. */
    static @Nullable TableHeader of(byte[] head) {
        String text = new String(head, StandardCharsets.ISO_8859_1).replaceFirst("^\u00ef\u00bb\u00bf", "");
        TableHeader best = null;
        for (char separator : SEPARATORS) {
            TableHeader header = of(text, separator);
            best = header != null && (best == null || header.names.size() > best.names.size()) ? header : best;
        }
        return best;
    }

    /** Names as they are read later; those of the known columns in lower case. */
    static TableHeader ofRow(String row, char separator) {
        List<String> names = new ArrayList<>();
        for (String cell : RowScanner.cells(row, separator)) {
            String known = cell.strip().toLowerCase(Locale.ROOT);
            names.add(FAMILIAR.contains(known) ? known : cell.isBlank() ? "column_" + (names.size() + 1) : cell.strip());
        }
        return new TableHeader(separator, names);
    }

    /** Whether a column can hold a request or an answer. */
    boolean isFamiliar() {
        return names.stream().anyMatch(FAMILIAR::contains);
    }

    /** The first name that occurs twice, or null. */
    @Nullable String twice() {
        Set<String> seen = new HashSet<>();
        return names.stream().filter(name -> !seen.add(name)).findFirst().orElse(null);
    }

    private static @Nullable TableHeader of(String text, char separator) {
        int end = endOfRow(text, 0, separator);
        if (end < 0) {
            return null;
        }
        TableHeader header = ofRow(withoutLineEnd(text.substring(0, end)), separator);
        return header.isPlausible(text.substring(end)) ? header : null;
    }

    private boolean isPlausible(String rest) {
        boolean named = names.stream().allMatch(name -> name.length() <= LONGEST_NAME && !name.isEmpty() && "{[<\"'".indexOf(name.charAt(0)) < 0
                && name.chars().noneMatch(Character::isISOControl));
        boolean json = rest.stripLeading().startsWith("{") || rest.stripLeading().startsWith("[");
        long unnamed = names.stream().skip(1).filter(name -> name.startsWith("column_")).count();
        if (!named || json || unnamed > 0) {
            return false;
        }
        if (names.size() == 1) {
            return isFamiliar() && rest.startsWith("\"");
        }
        int end = endOfRow(rest, 0, separator);
        return isFamiliar() || (end > 0 && RowScanner.cells(withoutLineEnd(rest.substring(0, end)), separator).size() == names.size());
    }

    /** The index after the row and its line end, or -1 if it is broken or does not end. */
    private static int endOfRow(String text, int from, char separator) {
        RowScanner scanner = new RowScanner(separator);
        for (int index = from; index < text.length(); index++) {
            switch (scanner.accept(text.charAt(index))) {
                case INSIDE, END_OF_CELL -> { }
                case END_OF_ROW -> {
                    return index + 1;
                }
                case BROKEN -> {
                    return -1;
                }
            }
        }
        return text.isEmpty() || scanner.isOpen() ? -1 : text.length();
    }

    static String withoutLineEnd(String row) {
        int end = row.endsWith("\n") ? row.length() - 1 : row.length();
        return row.substring(0, end > 0 && row.charAt(end - 1) == '\r' ? end - 1 : end);
    }
}
