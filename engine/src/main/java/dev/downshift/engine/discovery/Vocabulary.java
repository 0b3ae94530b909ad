package dev.downshift.engine.discovery;

import java.util.Arrays;

/** The segments that recur, numbered by their hashes, with a MinHash sketch of the prompts that each occurs in. */
final class Vocabulary {

    /** Sketch positions; the standard error of the estimated overlap is at most 0.1. */
    static final int SKETCH = 24;

    private final long[] hashes;
    private final int[] weights;
    private final int[] prompts;
    private final int[] seen;
    private final int[][] sketches;

    Vocabulary(long[] hashes, SegmentTable table) {
        this.hashes = hashes;
        this.weights = Arrays.stream(hashes).mapToInt(table::weight).toArray();
        this.prompts = new int[hashes.length];
        this.seen = Arrays.stream(hashes).mapToInt(table::prompts).toArray();
        this.sketches = new int[hashes.length][SKETCH];
        for (int[] sketch : sketches) {
            Arrays.fill(sketch, Integer.MAX_VALUE);
        }
    }

    /** The number of a segment, or less than 0 for one that does not recur. */
    int id(long hash) {
        return Arrays.binarySearch(hashes, hash);
    }

    /** Notes that the segments occur together in a prompt not seen before. */
    void occur(int[] segments, long prompt) {
        int[] values = new int[SKETCH];
        for (int i = 0; i < SKETCH; i++) {
            values[i] = (int) (Hashing.mix(prompt + i * 0x9E3779B97F4A7C15L) >>> 33);
        }
        for (int segment : segments) {
            prompts[segment]++;
            int[] sketch = sketches[segment];
            for (int i = 0; i < SKETCH; i++) {
                sketch[i] = Math.min(sketch[i], values[i]);
            }
        }
    }

    int size() {
        return hashes.length;
    }

    long hash(int id) {
        return hashes[id];
    }

    int weight(int id) {
        return weights[id];
    }

    /** In how many distinct prompts its text occurs, whether it was used for them or not. */
    int seen(int id) {
        return seen[id];
    }

    /** In how many distinct prompts it was used. */
    int prompts(int id) {
        return prompts[id];
    }

    int[] sketch(int id) {
        return sketches[id];
    }

    /** The estimated share of prompts that hold both, among those that hold either. */
    double overlap(int one, int other) {
        int equal = 0;
        for (int i = 0; i < SKETCH; i++) {
            equal += sketches[one][i] == sketches[other][i] ? 1 : 0;
        }
        return (double) equal / SKETCH;
    }
}
