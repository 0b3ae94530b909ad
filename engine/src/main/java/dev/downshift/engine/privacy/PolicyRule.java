package dev.downshift.engine.privacy;

import dev.downshift.engine.privacy.RedactionPolicy.Mode;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * Other modes for some types where all of its limits are met. A limit that is empty does not count.
 *
 * @param path where in the record: the pointer of a finding with {@code *} for any one step. It covers what is below it;
 *     with a slash before it, it begins at the top, without one anywhere. In a call's message the top is the message.
 * @param agent the name of the agent that made the call
 * @param tool the name of the tool that was called, for its arguments and its results
 * @param modes the mode of each type that the rule is about
 */
public record PolicyRule(String path, String agent, String tool, Map<FindingType, Mode> modes) {

    private static final int LONGEST = 500;

    @SuppressWarnings("ConstantValue") // in JSON each of them may be left out
    public PolicyRule {
        path = path == null ? "" : path.strip();
        agent = agent == null ? "" : agent.strip();
        tool = tool == null ? "" : tool.strip();
        // a null in it is refused where its place is known
        modes = modes == null ? Map.of() : Collections.unmodifiableMap(new HashMap<>(modes));
    }

    void check(String place) {
        if (path.isEmpty() && agent.isEmpty() && tool.isEmpty()) {
            throw new InvalidPolicy(place, "The rule is limited to nothing.", "Give it a path, an agent or a tool, or change the policy's modes.");
        }
        if (modes.isEmpty()) {
            throw new InvalidPolicy(place + "/modes", "The rule changes no type.", "Give a mode for at least one type, or remove the rule.");
        }
        InvalidPolicy.requireEntries(place + "/modes", modes);
        checkLength(place + "/path", path);
        checkLength(place + "/agent", agent);
        checkLength(place + "/tool", tool);
    }

    private static void checkLength(String place, String limit) {
        if (limit.length() > LONGEST) {
            throw new InvalidPolicy(place, "It has " + limit.length() + " characters.", "Keep to " + LONGEST + ".");
        }
    }

    PolicyRule withMode(Mode mode) {
        Map<FindingType, Mode> changed = new EnumMap<>(modes);
        changed.replaceAll((type, before) -> before == Mode.KEEP ? before : mode);
        return new PolicyRule(path, agent, tool, changed);
    }
}
