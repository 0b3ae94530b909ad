package dev.downshift.edge;

/** Text as it streams: holds back what may turn out to be a tool call, so that no part of one is sent as text. */
final class StreamedText {

    private static final String CALL = "\n" + PromptRendering.CALL_BEGIN;

    private final boolean toolsOffered;
    private final StringBuilder text = new StringBuilder();
    private int sent;

    StreamedText(boolean toolsOffered) {
        this.toolsOffered = toolsOffered;
    }

    /** Adds what the model wrote and returns what may be sent now. */
    String add(String piece) {
        text.append(piece);
        int until = toolsOffered ? safeLength() : text.length();
        return take(Math.max(sent, until));
    }

    /** What was held back and was no tool call after all. */
    String rest() {
        return take(text.length());
    }

    String all() {
        return text.toString();
    }

    private String take(int until) {
        String part = text.substring(sent, until);
        sent = until;
        return part;
    }

    private int safeLength() {
        int call = text.indexOf(PromptRendering.CALL_BEGIN);
        if (call >= 0) {
            return call > 0 && text.charAt(call - 1) == '\n' ? call - 1 : call;
        }
        for (int held = Math.min(CALL.length(), text.length()); held > 0; held--) {
            String tail = text.substring(text.length() - held);
            if (CALL.startsWith(tail) || PromptRendering.CALL_BEGIN.startsWith(tail)) {
                return text.length() - held;
            }
        }
        return text.length();
    }
}
