package dev.downshift.engine.discovery;

import dev.downshift.engine.traces.LlmCall;
import java.util.Arrays;

/** What is remembered of a sampled call: enough to tell how predictable its answer is. */
final class Observation {

    private static final int MOST_TOKENS = 400;

    /** Decides which calls are sampled: a hash of the prompt, so that the sample does not depend on their order. */
    final long key;

    final Answer answer;
    final long time;

    /** Hashes of the words in the part of the prompt that varies, ascending. */
    private final int[] tokens;

    Observation(long key, LlmCall call, String variable, Answer answer) {
        this.key = key;
        this.answer = answer;
        this.time = call.occurredAt() == null ? key : call.occurredAt().toEpochMilli();
        this.tokens = tokens(variable);
    }

    /** The Jaccard overlap of the varying parts. */
    double similarity(Observation other) {
        int both = 0;
        for (int i = 0, j = 0; i < tokens.length && j < other.tokens.length; ) {
            int order = Integer.compare(tokens[i], other.tokens[j]);
            both += order == 0 ? 1 : 0;
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }
        int either = tokens.length + other.tokens.length - both;
        return either == 0 ? 1 : (double) both / either;
    }

    private static int[] tokens(String text) {
        int[] hashes = new int[MOST_TOKENS];
        int count = 0;
        long hash = Hashing.begin();
        boolean inside = false;
        for (int i = 0; i <= text.length() && count < MOST_TOKENS; i++) {
            boolean letter = i < text.length() && Character.isLetterOrDigit(text.charAt(i));
            if (letter) {
                hash = Hashing.next(hash, Character.toLowerCase(text.charAt(i)));
            } else if (inside) {
                hashes[count++] = (int) Hashing.mix(hash);
                hash = Hashing.begin();
            }
            inside = letter;
        }
        return Arrays.stream(hashes, 0, count).sorted().distinct().toArray();
    }
}
