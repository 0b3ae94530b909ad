package dev.downshift.engine.privacy;

import java.util.EnumMap;
import java.util.Map;

/**
 * What to do with each type of finding.
 *
 * @param modes the mode of each type; a type that is missing is kept if it is indirect, and replaced by a surrogate if not
 * @param threshold findings with a lower score are left alone; from 0 to 1
 */
public record RedactionPolicy(Map<FindingType, Mode> modes, double threshold) {

    /** The score below which the standard policy leaves a finding alone. */
    public static final double STANDARD_THRESHOLD = 0.5;

    /** The score below which the strict policy leaves a finding alone. */
    public static final double STRICT_THRESHOLD = 0.3;

    /** What happens to a finding. */
    public enum Mode {
        /** Replaced by a made-up value of the same shape, the same one for the same value each time. */
        SURROGATE,
        /** Each letter and digit replaced: letters by x, digits by 0. */
        MASK,
        /** Replaced by the name of its type in angle brackets. */
        TAG,
        /** Left as it is and not reported. */
        KEEP
    }

    public RedactionPolicy {
        if (!(threshold >= 0 && threshold <= 1)) {
            throw new IllegalArgumentException("the threshold is a number from 0 to 1");
        }
        Map<FindingType, Mode> all = new EnumMap<>(FindingType.class);
        for (FindingType type : FindingType.values()) {
            all.put(type, modes.getOrDefault(type, type.isIndirect() ? Mode.KEEP : Mode.SURROGATE));
        }
        modes = Map.copyOf(all);
    }

    /** For agents' calls: surrogates for what tells a person by itself; places, dates and companies stay. */
    public static RedactionPolicy standard() {
        return new RedactionPolicy(Map.of(), STANDARD_THRESHOLD);
    }

    /** For documents, in which no task has to stay recognisable: surrogates for everything. */
    public static RedactionPolicy strict() {
        Map<FindingType, Mode> modes = new EnumMap<>(FindingType.class);
        for (FindingType type : FindingType.values()) {
            modes.put(type, Mode.SURROGATE);
        }
        return new RedactionPolicy(modes, STRICT_THRESHOLD);
    }

    /** The same policy with another mode for one type. */
    public RedactionPolicy with(FindingType type, Mode mode) {
        Map<FindingType, Mode> changed = new EnumMap<>(modes);
        changed.put(type, mode);
        return new RedactionPolicy(changed, threshold);
    }

    Mode mode(FindingType type) {
        return modes.getOrDefault(type, Mode.SURROGATE);
    }
}
