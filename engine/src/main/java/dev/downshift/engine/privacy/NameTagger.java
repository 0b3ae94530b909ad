package dev.downshift.engine.privacy;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/**
 * A linear sequence model over words, shapes and gazetteers: an averaged structured perceptron (Collins 2002), decoded with
 * the algorithm of Viterbi. It says of each token whether it belongs to a person, place, organization or address. Not
 * shared between threads; the weights are.
 */
final class NameTagger {

    static final int NONE = 0;
    static final int PERSON = 1;
    static final int LOCATION = 2;
    static final int ORGANIZATION = 3;
    static final int ADDRESS = 4;
    static final int LABELS = 5;

    private static final int REACH = 4;

    /** Weights of features, {@link #LABELS} for each slot, and of transitions, by label before and label. */
    static final class Weights {

        final short[] features;
        final int[] transitions;

        Weights(short[] features, int[] transitions) {
            this.features = features;
            this.transitions = transitions;
        }
    }

    private final Weights weights;
    private final NameFeatures features = new NameFeatures();
    private int[] scores = new int[64 * LABELS];
    private byte[] back = new byte[64 * LABELS];
    private boolean[] open = new boolean[64];
    private byte[] labels = new byte[64];

    NameTagger(Weights weights) {
        this.weights = weights;
    }

    /** The label of each token. */
    byte[] labels() {
        return labels;
    }

    /** By how much the label's own score is above that of no label; without transitions. */
    int margin(int token, int label) {
        return scores[token * LABELS + label] - scores[token * LABELS];
    }

    void tag(String text, Tokens tokens) {
        int count = tokens.count;
        reserve(count);
        near(tokens, open);
        for (int i = 0; i < count; i++) {
            Arrays.fill(scores, i * LABELS, (i + 1) * LABELS, 0);
            if (open[i]) {
                features.look(text, tokens, i);
                sum(i * LABELS);
            }
        }
        viterbi(count);
    }

    /** Marks the tokens that may belong to a name: the capitalised and numbers, and what stands between two of them. */
    static void near(Tokens tokens, boolean[] open) {
        int last = Integer.MIN_VALUE / 2;
        for (int i = 0; i < tokens.count; i++) {
            open[i] = tokens.mayBeName(i);
            if (open[i]) {
                if (i - last <= REACH) {
                    Arrays.fill(open, last, i, true);
                }
                last = i;
            }
        }
    }

    private void sum(int at) {
        int a = 0;
        int b = 0;
        int c = 0;
        int d = 0;
        int e = 0;
        short[] table = weights.features;
        int[] slots = features.slots();
        for (int k = 0; k < features.count(); k++) {
            int slot = slots[k] * LABELS;
            a += table[slot];
            b += table[slot + 1];
            c += table[slot + 2];
            d += table[slot + 3];
            e += table[slot + 4];
        }
        scores[at] = a;
        scores[at + 1] = b;
        scores[at + 2] = c;
        scores[at + 3] = d;
        scores[at + 4] = e;
    }

    private void viterbi(int count) {
        int[] best = new int[LABELS];
        int[] next = new int[LABELS];
        Arrays.fill(best, 1, LABELS, Integer.MIN_VALUE / 2);
        for (int i = 0; i < count; i++) {
            int allowed = open[i] ? LABELS : 1;
            Arrays.fill(next, Integer.MIN_VALUE / 2);
            for (int label = 0; label < allowed; label++) {
                int from = 0;
                int most = Integer.MIN_VALUE;
                for (int before = 0; before < LABELS; before++) {
                    int score = best[before] + weights.transitions[before * LABELS + label];
                    if (score > most) {
                        most = score;
                        from = before;
                    }
                }
                next[label] = most + scores[i * LABELS + label];
                back[i * LABELS + label] = (byte) from;
            }
            int[] swap = best;
            best = next;
            next = swap;
        }
        int label = 0;
        for (int l = 1; l < LABELS; l++) {
            label = best[l] > best[label] ? l : label;
        }
        for (int i = count - 1; i >= 0; i--) {
            labels[i] = (byte) label;
            label = back[i * LABELS + label];
        }
    }

    private void reserve(int count) {
        if (labels.length < count) {
            int length = Math.max(count, 2 * labels.length);
            scores = new int[length * LABELS];
            back = new byte[length * LABELS];
            open = new boolean[length];
            labels = new byte[length];
        }
    }

    /** The trained weights that come with the engine. */
    static Weights read(String resource) {
        try (InputStream bytes = NameTagger.class.getResourceAsStream(resource)) {
            if (bytes == null) {
                throw new IllegalStateException("the resource " + resource + " is missing from the engine's jar");
            }
            DataInputStream data = new DataInputStream(new GZIPInputStream(bytes, 1 << 16));
            int[] transitions = new int[LABELS * LABELS];
            for (int i = 0; i < transitions.length; i++) {
                transitions[i] = data.readInt();
            }
            byte[] small = data.readAllBytes();
            short[] features = new short[small.length];
            for (int i = 0; i < small.length; i++) {
                features[i] = small[i];
            }
            return new Weights(features, transitions);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
