package dev.downshift.core.intake;

import dev.downshift.engine.traces.LlmCall;
import java.util.UUID;

/**
 * How complete a version of a call is, as a number: the same call may come in several times, from overlapping exports, as a span that was
 * sent before it ended, or from two loggers, and of its versions the most complete is kept, in whatever order they come.
 *
 * <p>What Downshift's own gateway logged is first-hand. Then count, one after the other: an answer, no error, counted tokens, a finish
 * reason, the length of the prompt, and the length of the answer. The last bits tell versions apart that are as complete but differ in
 * prompt or answer, so that the order of arrival does not decide there either.
 */
final class Completeness {

    private static final int MOST_MESSAGES = (1 << 12) - 1;
    private static final int MOST_TOKENS = (1 << 20) - 1;
    private static final int CONTENT = (1 << 26) - 1;

    private Completeness() {}

    /** @param content stands for the prompt and the answer, and only for them */
    static long of(LlmCall call, boolean routed, int responseTokens, UUID content) {
        return bit(routed, 62) | bit(call.response() != null, 61) | bit(call.error() == null, 60) | bit(call.usage() != null, 59)
                | bit(call.finishReason() != null, 58) | (long) Math.min(call.messages().size(), MOST_MESSAGES) << 46
                | (long) Math.min(responseTokens, MOST_TOKENS) << 26 | (content.getMostSignificantBits() & CONTENT);
    }

    private static long bit(boolean set, int place) {
        return set ? 1L << place : 0;
    }
}
