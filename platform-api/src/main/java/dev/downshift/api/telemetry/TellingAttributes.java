package dev.downshift.api.telemetry;

/** Which attributes make a span worth keeping: those of calls to models, and the session that a trace's other spans may name for them. */
final class TellingAttributes {

    private TellingAttributes() {}

    static boolean includes(String key) {
        return key.startsWith("gen_ai.") || key.startsWith("llm.") || key.startsWith("openinference.") || key.startsWith("langfuse.")
                || key.startsWith("traceloop.") || key.equals("session.id");
    }
}
