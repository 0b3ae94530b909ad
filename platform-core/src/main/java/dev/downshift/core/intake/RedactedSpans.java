package dev.downshift.core.intake;

import dev.downshift.engine.privacy.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Finds where the replacements stand in a redacted text, from where the originals stood: what lies between two findings
 * was not changed.
 */
final class RedactedSpans {

    /** A replacement, in UTF-16 units of the redacted text. */
    record Span(int start, int end, String type) {}

    private RedactedSpans() {}

    static List<Span> of(String original, String redacted, List<Finding> findings) {
        List<Finding> ordered = findings.stream().sorted(Comparator.comparingInt(Finding::start)).toList();
        List<Span> spans = new ArrayList<>(ordered.size());
        int read = 0;
        int position = 0;
        for (int index = 0; index < ordered.size(); index++) {
            Finding finding = ordered.get(index);
            int start = original.offsetByCodePoints(0, finding.start());
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
        }
        return spans;
    }
}
