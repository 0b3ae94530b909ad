package dev.downshift.core.imports;

import dev.downshift.core.intake.Upload;
import dev.downshift.core.intake.Uploads;
import dev.downshift.core.network.OutboundHttp;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** Fetches a page of a tool at a time. */
@Component
class PageFetcher {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmm'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Uploads uploads;
    private final ImportRuns runs;
    private final ImportProperties properties;

    PageFetcher(Uploads uploads, ImportRuns runs, ImportProperties properties) {
        this.uploads = uploads;
        this.runs = runs;
        this.properties = properties;
    }

    /** Takes a step; says whether the end is reached. */
    boolean step(Fetch fetch, PagedApi api, Position position) throws SourceProblem, IOException {
        PagedApi.Fetched page;
        try {
            page = api.page(position);
        } catch (OutboundHttp.TooLarge tooLarge) {
            if (position.size() == 1) {
                throw new SourceProblem("A single call is larger than " + properties.largestPage() + ".", "The operator can raise downshift.imports.largest-page.");
            }
            runs.save(fetch, Step.page(position, position.withSize(position.size() / 2)));
            return false;
        }
        Step step = Step.page(position, page.next());
        if (page.items() == 0) {
            runs.save(fetch, step);
        } else {
            uploads.receive(name(api, position), Upload.Source.PULL, new ByteArrayInputStream(page.lines()),
                    receipt -> runs.save(fetch, step.with(receipt, page.lines().length)));
        }
        return page.next() == null;
    }

    /** Says where from and from when, and the same for the same page. */
    private static String name(PagedApi api, Position position) {
        Instant from = position.from();
        return api.name() + "-" + (from == null ? "" : TIME.format(from) + "-") + "to-" + TIME.format(position.to()) + ".jsonl";
    }
}
