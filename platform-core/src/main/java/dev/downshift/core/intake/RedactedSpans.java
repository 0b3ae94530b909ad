package dev.downshift.core.intake;

import dev.downshift.engine.privacy.Finding;
import dev.downshift.engine.privacy.Redacted;
import dev.downshift.engine.traces.Message;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds where the replacements stand in a redacted text, from where the originals stood: what lies between two findings
 * was not changed.
 */
final class RedactedSpans {

    /** A page marks no more replacements in one message. */
    private static final int MOST_NOTES = 10_000;

    /** A replacement, in UTF-16 units of the redacted text. */
    record Span(int start, int end, String type) {}

    private RedactedSpans() {}

    /** The spans of a message as they are stored with it, in their order and only so many; null for none. */
    static @Nullable String notes(Message original, Redacted<Message> redacted) {
        if (redacted.findings().isEmpty()) {
            return null;
        }
        Notes notes = new Notes(redacted.findings());
        notes.add("/content", original.text(), redacted.value().text());
        for (int index = 0; index < original.toolCalls().size(); index++) {
            notes.add("/tool_calls/" + index + "/function/arguments", original.toolCalls().get(index).arguments(), redacted.value().toolCalls().get(index).arguments());
        }
        return notes.json.append(']').toString();
    }

    static List<Span> of(String original, String redacted, List<Finding> findings) {
        return of(original, redacted, findings, Integer.MAX_VALUE);
    }

    private static List<Span> of(String original, String redacted, List<Finding> findings, int most) {
        List<Finding> ordered = findings.stream().sorted(Comparator.comparingInt(Finding::start)).toList();
        int count = Math.min(ordered.size(), most);
        List<Span> spans = new ArrayList<>(count);
        int read = 0;
        int readPoints = 0;
        int position = 0;
        for (int index = 0; index < count; index++) {
            Finding finding = ordered.get(index);
            int start = original.offsetByCodePoints(read, finding.start() - readPoints);
            int end = original.offsetByCodePoints(start, finding.end() - finding.start());
            position += start - read;
            boolean last = index == ordered.size() - 1;
            int nextStart = last ? original.length() : original.offsetByCodePoints(end, ordered.get(index + 1).start() - finding.end());
            int until = last
                    ? redacted.length() - (original.length() - end)
                    : redacted.indexOf(original.substring(end, nextStart), position);
            if (until < position) {
                return spans;
            }
            spans.add(new Span(position, until, finding.type().name()));
            position = until;
            read = end;
            readPoints = finding.end();
        }
        return spans;
    }

    /** Notes as JSON, written as they are found: as many as there are in a text of tens of megabytes take more room as objects than the text. */
    private static final class Notes {
        private final List<Finding> findings;
        private final StringBuilder json = new StringBuilder("[");
        private int count;

        Notes(List<Finding> findings) {
            this.findings = findings;
        }

        void add(String pointer, String original, String redacted) {
            List<Finding> here = findings.stream().filter(finding -> finding.pointer().equals(pointer)).toList();
            for (Span span : of(original, redacted, here, MOST_NOTES - count)) {
                json.append(count++ == 0 ? "" : ",").append("{\"pointer\":\"").append(pointer).append("\",\"start\":").append(span.start())
                        .append(",\"end\":").append(span.end()).append(",\"type\":\"").append(span.type()).append("\"}");
            }
        }
    }
}
