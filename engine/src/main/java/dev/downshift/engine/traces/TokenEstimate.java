package dev.downshift.engine.traces;

import java.util.List;

/**
 * Estimates how many tokens a text has where the provider's count was not logged: a quarter of a token for an ASCII
 * character, four fifths for any other. Real tokenizers differ from it, most on code and numbers.
 */
public final class TokenEstimate {

    private static final int TOKENS_AROUND_A_MESSAGE = 4;

    private TokenEstimate() {}

    /** The tokens of a prompt. */
    public static int of(List<Message> messages) {
        int tokens = 0;
        for (Message message : messages) {
            tokens += of(message);
        }
        return tokens;
    }

    /** The tokens of one message, with what a chat template puts around it. */
    public static int of(Message message) {
        int tokens = TOKENS_AROUND_A_MESSAGE + of(message.text());
        for (Message.ToolCall call : message.toolCalls()) {
            tokens += of(call.name()) + of(call.arguments());
        }
        return tokens;
    }

    public static int of(String text) {
        int ascii = 0;
        int other = 0;
        for (int index = 0; index < text.length(); index++) {
            if (text.charAt(index) < 0x80) {
                ascii++;
            } else {
                other++;
            }
        }
        return Math.ceilDiv(ascii, 4) + Math.ceilDiv(other * 4, 5);
    }
}
