package dev.downshift.engine.discovery;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Segments that occur in nearly the same prompts, found by locality-sensitive hashing of their MinHash sketches (Broder
 * 1997; Indyk and Motwani 1998). The body of a template is one block; what several templates share, a value that some
 * slots repeat, or a passage quoted in a few prompts are blocks of their own.
 */
final class Blocks {

    private static final int BAND = 3;
    private static final double SAME_PROMPTS = 0.7;

    private final Vocabulary vocabulary;
    private final int[] parent;
    private final int[] order;

    private Blocks(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
        this.parent = new int[vocabulary.size()];
        Arrays.setAll(parent, i -> i);
        this.order = IntStream.range(0, vocabulary.size())
                .filter(i -> vocabulary.prompts(i) > 0)
                .boxed()
                .sorted(Comparator.comparingInt(i -> -vocabulary.prompts(i)))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    static List<Block> of(Vocabulary vocabulary) {
        return new Blocks(vocabulary).find();
    }

    private List<Block> find() {
        for (int band = 0; band < Vocabulary.SKETCH; band += BAND) {
            join(band);
        }
        Map<Integer, List<Integer>> members = new TreeMap<>();
        for (int i = 0; i < parent.length; i++) {
            if (vocabulary.prompts(i) == 0) {
                continue;
            }
            members.computeIfAbsent(root(i), r -> new ArrayList<>()).add(i);
        }
        List<Block> blocks = new ArrayList<>();
        members.values().forEach(segments -> blocks.add(Block.of(segments, vocabulary)));
        blocks.sort(Comparator.comparingDouble(Block::score).reversed().thenComparingLong(Block::key));
        return blocks;
    }

    /** Compares each segment with the first of its bucket only, so that a bucket costs its size and not its square. */
    private void join(int band) {
        Map<Long, Integer> leaders = new HashMap<>();
        for (int segment : order) {
            int[] sketch = vocabulary.sketch(segment);
            long bucket = band;
            for (int i = band; i < band + BAND; i++) {
                bucket = Hashing.combine(bucket, sketch[i]);
            }
            Integer leader = leaders.putIfAbsent(bucket, segment);
            if (leader != null && vocabulary.overlap(leader, segment) >= SAME_PROMPTS) {
                int one = root(leader);
                int other = root(segment);
                parent[Math.max(one, other)] = Math.min(one, other);
            }
        }
    }

    private int root(int segment) {
        int root = segment;
        while (parent[root] != root) {
            parent[root] = parent[parent[root]];
            root = parent[root];
        }
        return root;
    }

    /**
     * A block.
     *
     * @param segments ids of its segments, ascending
     * @param mass the words in it
     * @param prompts in how many prompts its segments occur, in the median
     * @param key a hash of its text, to break ties
     */
    record Block(List<Integer> segments, int mass, int prompts, long key) {

        private static final int ENOUGH_WORDS = 60;

        static Block of(List<Integer> ids, Vocabulary vocabulary) {
            int mass = 0;
            long key = 0;
            int[] counts = new int[ids.size()];
            for (int i = 0; i < counts.length; i++) {
                mass += vocabulary.weight(ids.get(i));
                counts[i] = vocabulary.prompts(ids.get(i));
                key ^= Hashing.mix(vocabulary.hash(ids.get(i)));
            }
            Arrays.sort(counts);
            return new Block(List.copyOf(ids), mass, counts[counts.length / 2], key);
        }

        /** How likely the block is to be what its prompts have in common: long, and in many of them. */
        double score() {
            return Math.min(mass, ENOUGH_WORDS) * Math.log(1 + prompts);
        }
    }
}
