package dev.downshift.engine.discovery;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Turns groups of prompts into call sites: by the block that characterises them, then split, then merged. */
final class SiteBuilder {

    private static final int LEAST_PROMPTS = 2;

    private final Vocabulary vocabulary;
    private final List<PromptGroup> groups;
    private final Anchors anchors;

    SiteBuilder(Vocabulary vocabulary, Collection<PromptGroup> groups) {
        this.vocabulary = vocabulary;
        this.groups = groups.stream()
                .filter(group -> group.segments.length > 0)
                .sorted(Comparator.comparing(group -> group.segments, Arrays::compare))
                .toList();
        this.anchors = new Anchors(vocabulary, Blocks.of(vocabulary));
    }

    List<CallSite> build() {
        Map<Integer, List<PromptGroup>> byAnchor = new TreeMap<>();
        for (PromptGroup group : groups) {
            byAnchor.computeIfAbsent(anchors.of(group, segment -> true, block -> true), a -> new ArrayList<>()).add(group);
        }
        byAnchor.remove(Anchors.NONE);
        SiteSplitter splitter = new SiteSplitter(vocabulary, anchors);
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
}
