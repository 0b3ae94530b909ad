package dev.downshift.engine.privacy;

import dev.downshift.engine.privacy.RedactionPolicy.Mode;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The scans of a policy: one for everywhere, and one for each set of rules that meet in a place. */
final class Scans {

    private final RedactionPolicy policy;
    private final Surrogates surrogates;
    private final @Nullable OwnScan own;
    private final @Nullable Entities entities;
    private final List<Limited> rules;
    private final StringScan everywhere;
    private final Map<Integer, StringScan> places = new ConcurrentHashMap<>();

    /** A rule whose limits are ready to be compared. */
    private record Limited(@Nullable Pattern path, String tool, Map<FindingType, Mode> modes) {

        static Limited of(PolicyRule rule) {
            return new Limited(rule.path().isEmpty() ? null : pattern(rule.path()), rule.tool(), rule.modes());
        }

        /** Steps are bounded by slashes, so that each look takes linear time. */
        private static Pattern pattern(String path) {
            StringBuilder expression = new StringBuilder(path.startsWith("/") ? "" : "(?:/[^/]*+)*?");
            for (String step : (path.startsWith("/") ? path.substring(1) : path).split("/", -1)) {
                expression.append('/').append(step.equals("*") ? "[^/]++" : Pattern.quote(step));
            }
            return Pattern.compile(expression.append("(?:/.*+)?").toString(), Pattern.DOTALL);
        }

        boolean meets(String pointer, String calledTool) {
            return (tool.isEmpty() || tool.equals(calledTool)) && (path == null || path.matcher(pointer).matches());
        }
    }

    /**
     * For a policy and an agent.
     *
     * @param entities what numbers tags, of one record; null where the policy has none
     */
    Scans(RedactionPolicy policy, Surrogates surrogates, @Nullable OwnScan own, String agent, @Nullable Entities entities) {
        this.policy = policy;
        this.surrogates = surrogates;
        this.own = own;
        this.entities = entities;
        this.rules = policy.rules().stream().filter(rule -> rule.agent().isEmpty() || rule.agent().equals(agent)).map(Limited::of).toList();
        this.everywhere = scan(policy);
    }

    private StringScan scan(RedactionPolicy of) {
        return new StringScan(new TextScan(of, surrogates, own, entities));
    }

    /** The scan of what is at a place, in a call of a tool or its result; the tool is empty elsewhere. */
    StringScan at(String pointer, String tool) {
        if (rules.isEmpty()) {
            return everywhere;
        }
        int met = 0;
        for (int i = 0; i < rules.size(); i++) {
            met |= rules.get(i).meets(pointer, tool) ? 1 << i : 0;
        }
        return met == 0 ? everywhere : places.computeIfAbsent(met, this::scan);
    }

    private StringScan scan(int met) {
        Map<FindingType, Mode> modes = new EnumMap<>(FindingType.class);
        for (int i = 0; i < rules.size(); i++) {
            if ((met & 1 << i) != 0) {
                modes.putAll(rules.get(i).modes());
            }
        }
        return scan(policy.withModes(modes));
    }
}
