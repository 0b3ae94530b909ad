package dev.downshift.engine.privacy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Finds many words in one pass, in whatever case (Aho and Corasick 1975, as a full table): the gate in front of every rule
 * that needs a word to be there.
 */
final class AnchorScan {

    private final int width;
    private final byte[] classes = new byte[1 << 16];
    private final int[] next;
    private final int[] @Nullable [] ends;

    /** For these words, which {@link #ends} tells by their places in the list; upper and lower case are the same. */
    AnchorScan(List<String> words) {
        List<String> folded = words.stream().map(word -> word.toLowerCase(Locale.ROOT)).toList();
        int classCount = classify(folded);
        this.width = classCount;
        List<int[]> states = new ArrayList<>();
        List<int[]> found = new ArrayList<>();
        states.add(new int[width]);
        found.add(new int[0]);
        for (int index = 0; index < folded.size(); index++) {
            insert(folded.get(index), index, states, found);
        }
        link(states, found);
        this.next = new int[states.size() * width];
        this.ends = new int[states.size()][];
        for (int state = 0; state < states.size(); state++) {
            System.arraycopy(states.get(state), 0, next, state * width, width);
            ends[state] = found.get(state).length == 0 ? null : found.get(state);
        }
    }

    private int classify(List<String> words) {
        int count = 1;
        for (String word : words) {
            for (int i = 0; i < word.length(); i++) {
                char c = word.charAt(i);
                if (classes[c] == 0) {
                    classes[c] = (byte) count;
                    classes[Character.toUpperCase(c)] = (byte) count++;
                }
            }
        }
        return count;
    }

    private void insert(String word, int index, List<int[]> states, List<int[]> found) {
        int state = 0;
        for (int i = 0; i < word.length(); i++) {
            int target = states.get(state)[classOf(word.charAt(i))];
            if (target == 0) {
                target = states.size();
                states.get(state)[classOf(word.charAt(i))] = target;
                states.add(new int[width]);
                found.add(new int[0]);
            }
            state = target;
        }
        found.set(state, with(found.get(state), index));
    }

    private static int[] with(int[] list, int... more) {
        int[] all = Arrays.copyOf(list, list.length + more.length);
        System.arraycopy(more, 0, all, list.length, more.length);
        return all;
    }

    private void link(List<int[]> states, List<int[]> found) {
        int[] failure = new int[states.size()];
        Deque<Integer> queue = new ArrayDeque<>();
        for (int target : states.getFirst()) {
            if (target != 0) {
                queue.add(target);
            }
        }
        while (!queue.isEmpty()) {
            int state = queue.remove();
            found.set(state, with(found.get(state), found.get(failure[state])));
            int[] row = states.get(state);
            for (int c = 0; c < width; c++) {
                int target = row[c];
                int instead = states.get(failure[state])[c];
                if (target == 0) {
                    row[c] = instead;
                } else {
                    failure[target] = instead;
                    queue.add(target);
                }
            }
        }
    }

    private int classOf(char c) {
        return classes[c] & 0xff;
    }

    int start() {
        return 0;
    }

    int step(int state, char c) {
        return next[state * width + (classes[c] & 0xff)];
    }

    /** The words that end at a state; null if there are none. */
    int @Nullable [] ends(int state) {
        return ends[state];
    }
}
