package dev.downshift.web.shell;

import dev.downshift.core.CsvRow;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Writer;
import java.util.List;

/** A CSV file as it is downloaded. */
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
        out.write(CsvRow.of(cells));
    }

    @Override
    public void close() throws IOException {
        out.flush();
    }
}
