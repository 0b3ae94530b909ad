package dev.downshift.core.intake;

import dev.downshift.engine.traces.Message;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call with where its messages were redacted.
 *
 * @param prompt in order
 * @param response null when the call failed
 */
public record CallDetail(StoredCall stored, List<RedactedMessage> prompt, @Nullable RedactedMessage response) {

    public CallDetail {
        prompt = List.copyOf(prompt);
    }

    /** A message and what was replaced in it. */
    public record RedactedMessage(Message message, List<Replacement> replacements) {
        public RedactedMessage {
            replacements = List.copyOf(replacements);
        }
    }

    /**
     * A replaced part, in UTF-16 units of the redacted text.
     *
     * @param pointer {@code /content} or {@code /tool_calls/0/function/arguments}
     * @param type of what was replaced
     */
    public record Replacement(String pointer, int start, int end, String type) {}
}
