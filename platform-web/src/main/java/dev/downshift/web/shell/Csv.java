package dev.downshift.web.shell;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.stream.Collectors;

/** A CSV file as it is downloaded (RFC 4180), with cells that a spreadsheet would run as a formula made harmless. */
public final class Csv implements AutoCloseable {

    private final Writer out;

    private Csv(Writer out) {
        this.out = out;
    }

    public static Csv to(HttpServletResponse response, String fileName) throws IOException {
        response.setContentType("text/csv;charset=UTF-8");
        response.setHeader("Content-Disposition", "attachment; filename=\"" + fileName + "\"");
        return new Csv(response.getWriter());
    }

    public void row(List<?> cells) throws IOException {
        out.write(cells.stream().map(Csv::cell).collect(Collectors.joining(",", "", "\r\n")));
    }

    static String cell(Object value) {
        var text = value.toString();
        var formula = !(value instanceof Number) && !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0;
        var safe = formula ? "'" + text : text;
        return safe.matches("(?s).*[\",\r\n].*") ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }

    @Override
    public void close() throws IOException {
        out.flush();
    }
}
