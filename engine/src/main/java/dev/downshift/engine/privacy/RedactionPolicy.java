package dev.downshift.engine.privacy;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What to do with each type of finding. As JSON it has these five members; the last three may be left out.
 *
 * @param modes the mode of each type; a type that is missing is kept if it is indirect, and replaced by a surrogate if not
 * @param threshold findings with a lower score are left alone; from 0 to 1
 * @param thresholds of types that have one of their own
 * @param terms what is found and what is left alone beside what the rules know
 * @param rules other modes in some places; where several meet, the last one that names a type decides
 */
public record RedactionPolicy(Map<FindingType, Mode> modes, double threshold, Map<FindingType, Double> thresholds, CustomTerms terms, List<PolicyRule> rules) {

    /** The score below which the standard policy leaves a finding alone. */
    public static final double STANDARD_THRESHOLD = 0.5;

    /** The score below which the strict policy leaves a finding alone. */
    public static final double STRICT_THRESHOLD = 0.3;

    private static final int MOST_RULES = 32;

    /** What happens to a finding. */
    public enum Mode {
        /** Replaced by a made-up value of the same shape, the same one for the same value each time. */
        SURROGATE,
        /** Each letter and digit replaced: letters by x, digits by 0. */
        MASK,
        /** Replaced by the name of its type and a number in angle brackets, the same for the same value inside one record. */
        TAG,
        /** Replaced by the name of its type and a short keyed hash in angle brackets, the same for the same value each time. */
        HASH,
        /** Taken out, so that nothing stands in its place. */
        DROP,
        /** Replaced by what is less exact: a date by its year, a postcode by its beginning; by the name of its type where nothing is. */
        GENERALISE,
        /** Left as it is and not reported. */
        KEEP
    }

    @SuppressWarnings("ConstantValue") // JSON of an earlier version has only the first two members
    public RedactionPolicy {
        requireShare("/threshold", threshold);
        modes = modes == null ? Map.of() : modes;
        thresholds = thresholds == null ? Map.of() : thresholds;
        rules = rules == null ? List.of() : rules;
        InvalidPolicy.requireEntries("/modes", modes);
        InvalidPolicy.requireEntries("/thresholds", thresholds);
        InvalidPolicy.requireEntries("/rules", rules);
        Map<FindingType, Mode> all = new EnumMap<>(FindingType.class);
        for (FindingType type : FindingType.values()) {
            all.put(type, mode(modes, type));
        }
        modes = Map.copyOf(all);
        thresholds = Map.copyOf(thresholds);
        thresholds.forEach((type, share) -> requireShare("/thresholds/" + type, share));
        terms = terms == null ? CustomTerms.NONE : terms;
        rules = List.copyOf(rules);
        if (rules.size() > MOST_RULES) {
            throw new InvalidPolicy("/rules", "There are " + rules.size() + " rules.", "Keep to " + MOST_RULES + ".");
        }
        for (int i = 0; i < rules.size(); i++) {
            rules.get(i).check("/rules/" + i);
        }
    }

    /** A policy that says the same everywhere. */
    public RedactionPolicy(Map<FindingType, Mode> modes, double threshold) {
        this(modes, threshold, Map.of(), CustomTerms.NONE, List.of());
    }

    private static Mode mode(Map<FindingType, Mode> modes, FindingType type) {
        return modes.getOrDefault(type, type.isIndirect() ? Mode.KEEP : Mode.SURROGATE);
    }

    private static void requireShare(String place, double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new InvalidPolicy(place, "The threshold is not a number from 0 to 1.", "Give 0.5, for example.");
        }
    }

    /** For agents' calls: surrogates for what tells a person by itself; places, dates and companies stay. */
    public static RedactionPolicy standard() {
        return new RedactionPolicy(Map.of(), STANDARD_THRESHOLD);
    }

    /** For documents, in which no task has to stay recognisable: surrogates for everything. */
    public static RedactionPolicy strict() {
        return everything(Mode.SURROGATE, STRICT_THRESHOLD);
    }

    static RedactionPolicy everything(Mode mode, double threshold) {
        Map<FindingType, Mode> modes = new EnumMap<>(FindingType.class);
        for (FindingType type : FindingType.values()) {
            modes.put(type, mode);
        }
        return new RedactionPolicy(modes, threshold);
    }

    /** The same policy with another mode for one type. */
    public RedactionPolicy with(FindingType type, Mode mode) {
        return withModes(Map.of(type, mode));
    }

    /** The same policy with another mode for each type that it does not keep, in all places. */
    public RedactionPolicy withMode(Mode mode) {
        Map<FindingType, Mode> changed = new EnumMap<>(modes);
        changed.replaceAll((type, before) -> before == Mode.KEEP ? before : mode);
        List<PolicyRule> same = rules.stream().map(rule -> rule.withMode(mode)).toList();
        return new RedactionPolicy(changed, threshold, thresholds, terms, same);
    }

    RedactionPolicy withModes(Map<FindingType, Mode> others) {
        Map<FindingType, Mode> changed = new EnumMap<>(modes);
        changed.putAll(others);
        return new RedactionPolicy(changed, threshold, thresholds, terms, rules);
    }

    /** The same policy with a word or phrase that is never redacted, whatever a dictionary said of it. */
    public RedactionPolicy allowing(String phrase) {
        List<String> allowed = new ArrayList<>(terms.allowed());
        allowed.removeIf(phrase::equals);
        allowed.add(phrase);
        Map<String, FindingType> dictionary = new TreeMap<>(terms.dictionary());
        dictionary.keySet().removeIf(other -> Phrases.agree(other, phrase));
        return withTerms(new CustomTerms(allowed, dictionary, terms.patterns()));
    }

    /** The same policy with a word or phrase that is always redacted, whatever the allow list said of it. */
    public RedactionPolicy denying(String phrase, FindingType type) {
        List<String> allowed = new ArrayList<>(terms.allowed());
        allowed.removeIf(other -> Phrases.agree(other, phrase));
        Map<String, FindingType> dictionary = new TreeMap<>(terms.dictionary());
        dictionary.keySet().removeIf(other -> Phrases.agree(other, phrase));
        dictionary.put(phrase, type);
        return withTerms(new CustomTerms(allowed, dictionary, terms.patterns()));
    }

    /** The same policy with other terms. */
    public RedactionPolicy withTerms(CustomTerms others) {
        return new RedactionPolicy(modes, threshold, thresholds, others, rules);
    }

    Mode mode(FindingType type) {
        return mode(modes, type);
    }

    double threshold(FindingType type) {
        return thresholds.getOrDefault(type, threshold);
    }
}
