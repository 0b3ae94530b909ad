package dev.downshift.core;

import java.util.List;
import java.util.stream.Collectors;

/** A row of a CSV file (RFC 4180), with cells that a spreadsheet would run as a formula made harmless. */
public final class CsvRow {

    private CsvRow() {}

    /** The row with its line end. */
    public static String of(List<?> cells) {
        return cells.stream().map(CsvRow::cell).collect(Collectors.joining(",", "", "\r\n"));
    }

    private static String cell(Object value) {
        var text = value.toString();
        var formula = !(value instanceof Number) && !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0;
        var safe = formula ? "'" + text : text;
        return safe.matches("(?s).*[\",\r\n].*") ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }
}
