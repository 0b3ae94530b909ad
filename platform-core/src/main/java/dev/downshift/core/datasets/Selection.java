package dev.downshift.core.datasets;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Chooses which calls become examples and which split each belongs to. Nothing crosses the splits: no conversation, no
 * identical prompt, and no identical wording after the system prompt where prompts are told apart by their wording.
 *
 * @param chosen the calls of each split, oldest first
 * @param dropped how many calls were left out, by reason
 * @param wordingApart whether the rule about identical wording applied
 */
record Selection(Map<Split, List<Selection.Usable>> chosen, Map<String, Integer> dropped, boolean wordingApart) {

    static final String DUPLICATE = "same prompt as an earlier call";
    static final String SEEN_WORDING = "same wording as in an earlier split";
    private static final int TEST_PERCENT = 20;
    private static final int VALIDATION_PERCENT = 10;
    private static final Comparator<Usable> BY_TIME = Comparator.comparing((Usable call) -> call.at() == null ? Instant.EPOCH : call.at())
            .thenComparingLong(Usable::position);

    /**
     * A call that could become an example.
     *
     * @param position its place among the task's calls
     * @param prompt a hash of the whole prompt with its tools
     * @param wording a hash of what follows the system prompt
     */
    record Usable(long position, String conversation, @Nullable Instant at, String prompt, String wording) {}

    static Selection of(List<Usable> calls) {
        List<Usable> distinct = distinct(calls);
        Map<String, Integer> dropped = new TreeMap<>();
        count(dropped, DUPLICATE, calls.size() - distinct.size());
        boolean wordingApart = distinct.stream().map(Usable::wording).distinct().count() * 2 >= distinct.size();
        Map<Split, List<Usable>> splits = byConversation(distinct);
        if (wordingApart) {
            count(dropped, SEEN_WORDING, dropSeenWording(splits));
        }
        return new Selection(splits, dropped, wordingApart);
    }

    private static void count(Map<String, Integer> dropped, String reason, int calls) {
        if (calls > 0) {
            dropped.merge(reason, calls, Integer::sum);
        }
    }

    /** The earliest call of each prompt, so that what is in the test was new in its time. */
    private static List<Usable> distinct(List<Usable> calls) {
        Map<String, Usable> first = new LinkedHashMap<>();
        calls.stream().sorted(BY_TIME).forEach(call -> first.putIfAbsent(call.prompt(), call));
        return List.copyOf(first.values());
    }

    /** Whole conversations in the order of their first call: the newest fifth is the test, the tenth before it the validation. */
    private static Map<Split, List<Usable>> byConversation(List<Usable> calls) {
        Map<String, List<Usable>> conversations = new LinkedHashMap<>();
        calls.forEach(call -> conversations.computeIfAbsent(call.conversation(), unseen -> new ArrayList<>()).add(call));
        Map<Split, List<Usable>> splits = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            splits.put(split, new ArrayList<>());
        }
        int assigned = 0;
        for (List<Usable> conversation : List.copyOf(conversations.values()).reversed()) {
            Split split = 100L * assigned < (long) TEST_PERCENT * calls.size() ? Split.TEST
                    : 100L * assigned < (long) (TEST_PERCENT + VALIDATION_PERCENT) * calls.size() ? Split.VALIDATION : Split.TRAIN;
            splits.computeIfPresent(split, (name, members) -> {
                members.addAll(conversation);
                return members;
            });
            assigned += conversation.size();
        }
        splits.values().forEach(members -> members.sort(BY_TIME));
        return splits;
    }

    private static int dropSeenWording(Map<Split, List<Usable>> splits) {
        Map<String, Split> first = new HashMap<>();
        int dropped = 0;
        for (Split split : Split.values()) {
            List<Usable> members = splits.getOrDefault(split, List.of());
            Set<Usable> seen = new HashSet<>();
            for (Usable call : members) {
                if (first.computeIfAbsent(call.wording(), unseen -> split) != split) {
                    seen.add(call);
                }
            }
            members.removeAll(seen);
            dropped += seen.size();
        }
        return dropped;
    }

    List<Usable> of(Split split) {
        return chosen.getOrDefault(split, List.of());
    }

    int size() {
        return chosen.values().stream().mapToInt(List::size).sum();
    }
}
