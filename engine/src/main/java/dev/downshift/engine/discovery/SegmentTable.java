package dev.downshift.engine.discovery;

import java.util.stream.IntStream;

/**
 * Counts in how many prompts each segment occurs, and whether those come from enough different conversations. An open
 * hash table of primitives, since most segments of a large input occur once.
 */
final class SegmentTable {

    private long[] keys = new long[1 << 12];
    private int[] first = new int[keys.length];
    private int[] second = new int[keys.length];
    private int[] prompts = new int[keys.length];
    private byte[] conversations = new byte[keys.length];
    private byte[] weights = new byte[keys.length];
    private int size;

    /**
     * Notes an occurrence.
     *
     * @param weight its words
     * @param conversation hash of the conversation it occurs in
     * @param newPrompt whether this prompt was never seen before
     */
    void add(long segment, int weight, int conversation, boolean newPrompt) {
        if (segment == 0) {
            return;
        }
        int slot = slot(segment);
        if (keys[slot] == 0) {
            keys[slot] = segment;
            weights[slot] = (byte) weight;
            if (++size * 5L > keys.length * 3L) {
                grow();
                slot = slot(segment);
            }
        }
        if (newPrompt) {
            prompts[slot]++;
        }
        if (conversations[slot] == 0) {
            first[slot] = conversation;
            conversations[slot] = 1;
        } else if (conversations[slot] == 1 && first[slot] != conversation) {
            second[slot] = conversation;
            conversations[slot] = 2;
        } else if (conversations[slot] == 2 && first[slot] != conversation && second[slot] != conversation) {
            conversations[slot] = 3;
        }
    }

    /** In how many distinct prompts the segment occurs. */
    int prompts(long segment) {
        return prompts[slot(segment)];
    }

    int weight(long segment) {
        return weights[slot(segment)];
    }

    /** The segments that occur in at least so many prompts and so many conversations, ascending. */
    long[] recurring(int leastPrompts, int leastConversations) {
        return IntStream.range(0, keys.length)
                .filter(slot -> keys[slot] != 0)
                .filter(slot -> prompts[slot] >= leastPrompts && conversations[slot] >= leastConversations)
                .mapToLong(slot -> keys[slot])
                .sorted()
                .toArray();
    }

    private int slot(long segment) {
        int slot = (int) (Hashing.mix(segment) & (keys.length - 1));
        while (keys[slot] != 0 && keys[slot] != segment) {
            slot = (slot + 1) & (keys.length - 1);
        }
        return slot;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldFirst = first;
        int[] oldSecond = second;
        int[] oldPrompts = prompts;
        byte[] oldConversations = conversations;
        byte[] oldWeights = weights;
        keys = new long[oldKeys.length * 2];
        first = new int[keys.length];
        second = new int[keys.length];
        prompts = new int[keys.length];
        conversations = new byte[keys.length];
        weights = new byte[keys.length];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != 0) {
                int slot = slot(oldKeys[i]);
                keys[slot] = oldKeys[i];
                first[slot] = oldFirst[i];
                second[slot] = oldSecond[i];
                prompts[slot] = oldPrompts[i];
                conversations[slot] = oldConversations[i];
                weights[slot] = oldWeights[i];
            }
        }
    }
}
