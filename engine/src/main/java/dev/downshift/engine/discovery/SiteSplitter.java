package dev.downshift.engine.discovery;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Splits prompts that have a block in common where the block is only what several call sites share, such as a company's
 * policy: when what distinguishes the prompts is as long as an instruction and their answers differ in form.
 */
final class SiteSplitter {

    private static final int INSTRUCTION_WORDS = 5;
    private static final double LEAST_SHARE = 0.02;

    private final Vocabulary vocabulary;
    private final Anchors anchors;

    SiteSplitter(Vocabulary vocabulary, Anchors anchors) {
        this.vocabulary = vocabulary;
        this.anchors = anchors;
    }

    List<SiteDraft> split(List<PromptGroup> groups) {
        SiteDraft whole = new SiteDraft(vocabulary, groups);
        Map<Integer, List<PromptGroup>> parts = new TreeMap<>();
        for (PromptGroup group : groups) {
            parts.computeIfAbsent(anchor(group, whole), a -> new ArrayList<>()).add(group);
        }
        if (parts.size() < 2) {
            return List.of(whole);
        }
        List<SiteDraft> split = new ArrayList<>();
        for (List<PromptGroup> part : parts.values()) {
            join(new SiteDraft(vocabulary, part), split);
        }
        if (split.size() < 2) {
            return List.of(whole);
        }
        List<SiteDraft> result = new ArrayList<>();
        split.forEach(draft -> result.addAll(split(draft.groups())));
        return result;
    }

    /** Adds a part to the first that its answers do not contradict, else as a part of its own. */
    private static void join(SiteDraft part, List<SiteDraft> parts) {
        for (int i = 0; i < parts.size(); i++) {
            if (!parts.get(i).answers().contradicts(part.answers())) {
                parts.set(i, parts.get(i).with(part));
                return;
            }
        }
        parts.add(part);
    }

    private int anchor(PromptGroup group, SiteDraft whole) {
        return anchors.of(group, segment -> !whole.core(segment),
                block -> block.mass() >= INSTRUCTION_WORDS && block.prompts() >= Math.max(2, LEAST_SHARE * whole.prompts()));
    }
}
