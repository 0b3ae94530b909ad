package dev.downshift.engine.discovery;

import dev.downshift.engine.traces.LlmCall;
import dev.downshift.engine.traces.Message;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Shows a call site's template for people: the text of one of its prompts, with what varies replaced by {@link #SLOT}. */
final class TemplateRenderer {

    /** What stands for text that varies from call to call. */
    static final String SLOT = "{…}";

    private static final double KEPT = 0.6;
    private static final int LONGEST = 20_000;

    private final Map<Long, CallSiteSignature.Evidence> kept;

    TemplateRenderer(CallSiteSignature signature) {
        this.kept = signature.segments().stream()
                .filter(evidence -> evidence.share() >= KEPT)
                .collect(Collectors.toMap(CallSiteSignature.Evidence::hash, evidence -> evidence));
    }

    /** How much of the template a call holds; the call with most is the best to render. */
    double fit(Outline outline) {
        double fit = 0;
        LongSet once = new LongSet(256);
        for (Segment segment : outline.segments()) {
            CallSiteSignature.Evidence evidence = kept.get(segment.full());
            if (evidence != null && once.add(segment.full())) {
                fit += evidence.weight();
            }
        }
        return fit;
    }

    /**
     * Renders the template.
     *
     * @param call the call that shows it best
     * @param others a few more, to see what varies inside its lines
     */
    String render(LlmCall call, List<LlmCall> others) {
        List<Segment> segments = Outline.of(call).segments();
        CommonText common = new CommonText();
        others.forEach(common::add);
        common.add(call);
        StringBuilder out = new StringBuilder();
        int message = -1;
        int end = 0;
        for (Segment segment : segments) {
            if (segment.message() < 0) {
                continue;
            }
            if (segment.message() != message) {
                message = segment.message();
                Message.Role role = call.messages().get(message).role();
                out.append(out.isEmpty() ? "" : "\n\n").append('[').append(role.name().toLowerCase(Locale.ROOT)).append("]\n");
                end = segment.start();
            }
            String text = call.messages().get(message).text();
            String gap = gap(text, end, segment.start());
            append(out, gap, parts(segment, text, common));
            end = segment.end();
            if (out.length() > LONGEST) {
                return out.append("\n{…}").toString();
            }
        }
        return out.toString();
    }

    private String parts(Segment segment, String text, CommonText common) {
        String whole = text.substring(segment.start(), segment.end());
        if (kept.containsKey(segment.full())) {
            return common.marked(segment.full(), whole);
        }
        StringBuilder parts = new StringBuilder();
        if (kept.containsKey(segment.prefix())) {
            parts.append(common.beginning(segment.prefix(), text.substring(segment.start(), segment.prefixEnd()))).append(' ');
        }
        parts.append(SLOT);
        if (kept.containsKey(segment.suffix()) && segment.suffixStart() >= segment.prefixEnd()) {
            parts.append(' ').append(common.ending(segment.suffix(), text.substring(segment.suffixStart(), segment.end())));
        }
        return parts.toString();
    }

    /** Appends, letting neighbouring slots become one. */
    private static void append(StringBuilder out, String gap, String parts) {
        if (parts.equals(SLOT) && out.toString().endsWith(SLOT)) {
            return;
        }
        out.append(gap).append(parts);
    }

    private static String gap(String text, int from, int to) {
        String between = text.substring(Math.min(from, to), to);
        return between.replace("\\n", "\n");
    }
}
