package dev.downshift.web.imports;

import dev.downshift.core.imports.ImportView;
import dev.downshift.core.imports.Source;
import org.jspecify.annotations.Nullable;

/**
 * An import as a row or a page.
 *
 * @param place where it fetches from, in a line
 * @param last its last run; null before the first
 */
public record ImportRow(ImportView view, String place, @Nullable RunRow last) {

    static ImportRow of(ImportView view) {
        return new ImportRow(view, place(view.source()), view.lastRun() == null ? null : RunRow.of(view.lastRun()));
    }

    /** Whether the page has to be asked again. */
    public boolean running() {
        return last != null && !last.run().status().isFinal();
    }

    private static String place(Source source) {
        return switch (source) {
            case Source.Bucket it -> "s3://" + it.bucket() + "/" + it.prefix() + (it.endpoint() == null ? "" : " (" + it.endpoint() + ")");
            case Source.Langfuse it -> it.baseUrl().toString();
            case Source.LangSmith it -> it.baseUrl() + ", " + it.project();
        };
    }
}
