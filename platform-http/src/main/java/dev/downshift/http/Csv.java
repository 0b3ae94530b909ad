package dev.downshift.http;

import dev.downshift.core.CsvRow;
import dev.downshift.core.Page;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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

    /** A row for each item of a list, page by page from its beginning to its end. */
    public <T> void rows(Function<@Nullable String, Page<T>> list, Function<T, List<?>> row) throws IOException {
        @Nullable String cursor = null;
        do {
            Page<T> page = list.apply(cursor);
            for (T item : page.items()) {
                row(row.apply(item));
            }
            cursor = page.next();
        } while (cursor != null);
    }

    @Override
    public void close() throws IOException {
        out.flush();
    }
}
