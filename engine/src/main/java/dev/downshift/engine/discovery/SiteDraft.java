package dev.downshift.engine.discovery;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A call site in the making: its prompts, and the share of them that holds each segment. */
final class SiteDraft {

    private static final double OPTIONAL = 0.3;
    private static final double CORE = 0.8;
    private static final double MOST = 0.6;
    private static final int MOST_EVIDENCE = 400;

    private final Vocabulary vocabulary;
    private final List<PromptGroup> groups;
    private final Map<Integer, Double> shares = new TreeMap<>();
    private final Map<Integer, Double> weights = new TreeMap<>();
    private final AnswerForms answers = new AnswerForms();
    private final int prompts;

    SiteDraft(Vocabulary vocabulary, List<PromptGroup> groups) {
        this.vocabulary = vocabulary;
        this.groups = groups;
        this.prompts = groups.stream().mapToInt(group -> group.prompts).sum();
        for (PromptGroup group : groups) {
            answers.addAll(group.answers);
            for (int segment : group.segments) {
                shares.merge(segment, (double) group.prompts / prompts, Double::sum);
            }
        }
        shares.values().removeIf(share -> share < OPTIONAL);
        shares.forEach((segment, share) -> weights.put(segment, vocabulary.weight(segment) * share));
    }

    SiteDraft with(SiteDraft other) {
        List<PromptGroup> all = new ArrayList<>(groups);
        all.addAll(other.groups);
        return new SiteDraft(vocabulary, all);
    }

    List<PromptGroup> groups() {
        return groups;
    }

    int prompts() {
        return prompts;
    }

    AnswerForms answers() {
        return answers;
    }

    /** The share of the prompts that holds each segment, where that is not small; by the segment's number. */
    Map<Integer, Double> shares() {
        return shares;
    }

    boolean core(int segment) {
        return shares.getOrDefault(segment, 0.0) >= CORE;
    }

    /** How alike the two templates are, from 0 to 1, by what their segments weigh. */
    double overlap(SiteDraft other) {
        return Ruzicka.overlap(weights, other.weights);
    }

    /** The shares, and those of the ends of lines that are not in most of the prompts themselves. */
    private Map<Integer, Double> evidence() {
        Map<Integer, Double> evidence = new TreeMap<>();
        for (PromptGroup group : groups) {
            group.ends.forEach((end, line) -> {
                if (shares.getOrDefault(line, 0.0) < MOST) {
                    evidence.merge(end, (double) group.prompts / prompts, Double::sum);
                }
            });
        }
        evidence.values().removeIf(share -> share < MOST);
        evidence.putAll(shares);
        return evidence;
    }

    CallSite site() {
        long id = 17;
        List<CallSiteSignature.Evidence> evidence = new ArrayList<>();
        for (Map.Entry<Integer, Double> each : evidence().entrySet()) {
            long hash = vocabulary.hash(each.getKey());
            double share = Math.min(1, Math.round(each.getValue() * 1000) / 1000.0);
            evidence.add(new CallSiteSignature.Evidence(hash, vocabulary.weight(each.getKey()), share));
            id = core(each.getKey()) ? Hashing.combine(id, hash) : id;
        }
        evidence.sort(Comparator.comparingDouble(CallSiteSignature.Evidence::weight).reversed()
                .thenComparingLong(CallSiteSignature.Evidence::hash));
        List<CallSiteSignature.Evidence> kept = evidence.subList(0, Math.min(MOST_EVIDENCE, evidence.size()));
        return new CallSite(String.format("%016x", id), new CallSiteSignature(kept), prompts);
    }
}
