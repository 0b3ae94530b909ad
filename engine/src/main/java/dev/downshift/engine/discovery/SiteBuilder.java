package dev.downshift.engine.discovery;

import dev.downshift.engine.discovery.Blocks.Block;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Turns groups of prompts into call sites: by the block that characterises them, then split, then merged. */
final class SiteBuilder {

    private static final double HOLDS_BLOCK = 0.6;
    private static final int LEAST_PROMPTS = 2;

    private final Vocabulary vocabulary;
    private final List<PromptGroup> groups;
    private final List<Block> blocks;
    private final int[] blockOf;

    SiteBuilder(Vocabulary vocabulary, Collection<PromptGroup> groups) {
        this.vocabulary = vocabulary;
        this.groups = groups.stream()
                .filter(group -> group.segments.length > 0)
                .sorted(Comparator.comparing(group -> group.segments, Arrays::compare))
                .toList();
        this.blocks = Blocks.of(vocabulary);
        this.blockOf = new int[vocabulary.size()];
        for (int i = 0; i < blocks.size(); i++) {
            for (int segment : blocks.get(i).segments()) {
                blockOf[segment] = i;
            }
        }
    }

    List<CallSite> build() {
        Map<Integer, List<PromptGroup>> byAnchor = new TreeMap<>();
        for (PromptGroup group : groups) {
            byAnchor.computeIfAbsent(anchor(group), a -> new ArrayList<>()).add(group);
        }
        byAnchor.remove(-1);
        SiteSplitter splitter = new SiteSplitter(vocabulary, blocks, blockOf);
        List<SiteDraft> drafts = new ArrayList<>();
        byAnchor.forEach((anchor, members) -> drafts.addAll(splitter.split(members)));
        return CallSite.ordered(SiteMerger.merge(drafts, vocabulary).stream()
                .filter(draft -> recurs(draft))
                .map(SiteDraft::site)
                .toList());
    }

    /** Whether the site shows in several prompts, or else its only prompt came from several conversations. */
    private boolean recurs(SiteDraft draft) {
        return draft.prompts() >= LEAST_PROMPTS
                || draft.shares().keySet().stream().allMatch(segment -> vocabulary.prompts(segment) == 1);
    }

    /** The block with the best score of which the group holds most; -1 where there is none. */
    private int anchor(PromptGroup group) {
        Map<Integer, Integer> held = new TreeMap<>();
        for (int segment : group.segments) {
            held.merge(blockOf[segment], vocabulary.weight(segment), Integer::sum);
        }
        for (Map.Entry<Integer, Integer> each : held.entrySet()) {
            Block block = blocks.get(each.getKey());
            if (each.getValue() >= HOLDS_BLOCK * block.mass()) {
                return each.getKey();
            }
        }
        return -1;
    }
}
