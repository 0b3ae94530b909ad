package dev.downshift.core.imports;

import dev.downshift.core.network.OutboundHttp;
import org.jspecify.annotations.Nullable;

/** The API of a tool that gives what it has page by page. */
interface PagedApi {

    /**
     * A page.
     *
     * @param items how many it has
     * @param lines the items as a file to read
     * @param next how the following page is asked for; null at the end
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Fetched(int items, byte[] lines, @Nullable Position next) {}

    /** Asks for the page at a position. */
    Fetched page(Position position) throws SourceProblem, OutboundHttp.TooLarge;

    /** What the tool is called. */
    String name();

    /** Looks whether it answers, and says what it answers for. */
    String test() throws SourceProblem, OutboundHttp.TooLarge;
}
