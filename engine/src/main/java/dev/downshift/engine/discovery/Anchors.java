package dev.downshift.engine.discovery;

import dev.downshift.engine.discovery.Blocks.Block;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/** Which block characterises a group of prompts: the one with the best score of which it holds most. */
final class Anchors {

    static final int NONE = -1;

    private static final double HOLDS_BLOCK = 0.6;

    private final Vocabulary vocabulary;
    private final List<Block> blocks;
    private final int[] blockOf;

    /** @param blocks the best score first */
    Anchors(Vocabulary vocabulary, List<Block> blocks) {
        this.vocabulary = vocabulary;
        this.blocks = blocks;
        this.blockOf = new int[vocabulary.size()];
        for (int i = 0; i < blocks.size(); i++) {
            for (int segment : blocks.get(i).segments()) {
                blockOf[segment] = i;
            }
        }
    }

    /** The number of the group's block, of those that count and by the segments that count; {@link #NONE} where there is none. */
    int of(PromptGroup group, IntPredicate segmentCounts, Predicate<Block> blockCounts) {
        Map<Integer, Integer> held = new TreeMap<>();
        for (int segment : group.segments) {
            if (segmentCounts.test(segment)) {
                held.merge(blockOf[segment], vocabulary.weight(segment), Integer::sum);
            }
        }
        for (Map.Entry<Integer, Integer> each : held.entrySet()) {
            Block block = blocks.get(each.getKey());
            if (each.getValue() >= HOLDS_BLOCK * block.mass() && blockCounts.test(block)) {
                return each.getKey();
            }
        }
        return NONE;
    }
}
