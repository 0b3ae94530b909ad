package dev.downshift.engine.discovery;

import dev.downshift.engine.traces.LlmCall;
import dev.downshift.engine.traces.Message;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The part of a prompt that varies inside a call site: its outline without the segments of the template, and the newest
 * message.
 */
public final class VariablePart {

    private static final int LONGEST = 4_000;
    private static final double TEMPLATE = 0.6;

    private final Set<Long> template;

    /** Of calls of the site with this signature. */
    public VariablePart(CallSiteSignature signature) {
        this.template = signature.segments().stream()
                .filter(evidence -> evidence.share() >= TEMPLATE)
                .map(CallSiteSignature.Evidence::hash)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The text, at most 4,000 characters; empty where nothing varies. */
    public String of(LlmCall call) {
        return of(call, Outline.of(call));
    }

    String of(LlmCall call, Outline outline) {
        StringBuilder text = new StringBuilder();
        List<Message> messages = call.messages();
        int newest = messages.size() - 1;
        boolean outlined = false;
        for (Segment segment : outline.segments()) {
            outlined |= segment.message() == newest;
            if (segment.message() >= 0 && !template.contains(segment.full())) {
                append(text, messages.get(segment.message()).text().substring(segment.start(), segment.end()));
            }
        }
        if (!outlined) {
            append(text, messages.get(newest).text());
        }
        return text.toString();
    }

    private static void append(StringBuilder text, String part) {
        int room = LONGEST - text.length();
        if (room > 0 && !part.isBlank()) {
            text.append(text.isEmpty() ? "" : "\n").append(part, 0, Math.min(part.length(), Math.max(0, room - 1)));
        }
    }
}
