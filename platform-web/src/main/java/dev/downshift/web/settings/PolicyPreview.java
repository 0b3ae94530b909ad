package dev.downshift.web.settings;

import dev.downshift.core.privacy.Redactions;
import dev.downshift.engine.privacy.Finding;
import dev.downshift.engine.privacy.FindingType;
import dev.downshift.engine.privacy.Redacted;
import dev.downshift.engine.privacy.RedactionPolicy;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a draft finds beside what the current policy does.
 *
 * @param text what was typed, redacted by both
 * @param ofText findings in it by type
 * @param ofCalls findings in the sample calls by type
 * @param calls how many sample calls were looked at
 */
record PolicyPreview(Redactions.Comparison text, List<Row> ofText, List<Row> ofCalls, int calls) {

    /** So many findings of a type now and under the draft. */
    record Row(FindingType type, int now, int draft) {
        /** More or fewer, with its sign. */
        public String change() {
            return draft == now ? "0" : String.format("%+d", draft - now);
        }
    }

    static PolicyPreview of(Redactions redactions, RedactionPolicy draft, String typed, List<String> samples) {
        List<String> texts = new ArrayList<>(samples);
        texts.addFirst(typed);
        List<Redactions.Comparison> all = redactions.compare(draft, texts);
        return new PolicyPreview(all.getFirst(), rows(all.subList(0, 1)), rows(all.subList(1, all.size())), samples.size());
    }

    private static List<Row> rows(List<Redactions.Comparison> comparisons) {
        Map<FindingType, Integer> now = new EnumMap<>(FindingType.class);
        Map<FindingType, Integer> then = new EnumMap<>(FindingType.class);
        for (Redactions.Comparison comparison : comparisons) {
            count(comparison.current(), now);
            count(comparison.draft(), then);
        }
        List<Row> rows = new ArrayList<>();
        for (FindingType type : FindingType.values()) {
            Row row = new Row(type, now.getOrDefault(type, 0), then.getOrDefault(type, 0));
            if (row.now() + row.draft() > 0) {
                rows.add(row);
            }
        }
        return rows;
    }

    private static void count(Redacted<String> redacted, Map<FindingType, Integer> counts) {
        for (Finding finding : redacted.findings()) {
            counts.merge(finding.type(), 1, Integer::sum);
        }
    }
}
