package dev.downshift.engine.privacy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/** The words that some rule waits for, all found in one pass, and which rules wait for each. */
final class Anchors {

    static final List<IdentifierRule> IDENTIFIERS = IdentifierRule.all();
    static final List<SecretRule> SECRETS = SecretRule.all();

    private static final int MOST_KEYS = 10_000;
    private static final List<String> WORDS;
    private static final int[][] IDENTIFIERS_OF;
    private static final int[][] SECRETS_OF;
    private static final boolean[] SECRET_NAMES;
    private static final boolean[] BIRTHS;
    private static final AnchorScan SCAN;
    private static final Map<String, int[]> BY_KEY = new ConcurrentHashMap<>();

    static {
        Map<String, List<Integer>> identifiers = new TreeMap<>();
        for (int i = 0; i < IDENTIFIERS.size(); i++) {
            for (String cue : IDENTIFIERS.get(i).cues()) {
                identifiers.computeIfAbsent(cue, ignored -> new ArrayList<>()).add(i);
            }
        }
        Map<String, List<Integer>> secrets = new TreeMap<>();
        for (int i = 0; i < SECRETS.size(); i++) {
            for (String anchor : SECRETS.get(i).anchors()) {
                secrets.computeIfAbsent(anchor, ignored -> new ArrayList<>()).add(i);
            }
        }
        List<String> words = new ArrayList<>(identifiers.keySet());
        secrets.keySet().stream().filter(word -> !identifiers.containsKey(word)).forEach(words::add);
        SecretAssignments.NAMES.stream().filter(word -> !words.contains(word)).forEach(words::add);
        BirthDetector.CUES.stream().filter(word -> !words.contains(word)).forEach(words::add);
        WORDS = List.copyOf(words);
        BIRTHS = new boolean[words.size()];
        BirthDetector.CUES.forEach(cue -> BIRTHS[words.indexOf(cue)] = true);
        SECRET_NAMES = new boolean[words.size()];
        SecretAssignments.NAMES.forEach(name -> SECRET_NAMES[words.indexOf(name)] = true);
        IDENTIFIERS_OF = words.stream().map(word -> array(identifiers.getOrDefault(word, List.of()))).toArray(int[][]::new);
        SECRETS_OF = words.stream().map(word -> array(secrets.getOrDefault(word, List.of()))).toArray(int[][]::new);
        SCAN = new AnchorScan(WORDS);
    }

    private Anchors() {}

    private static int[] array(List<Integer> list) {
        return list.stream().mapToInt(Integer::intValue).toArray();
    }

    static AnchorScan scan() {
        return SCAN;
    }

    static int length(int word) {
        return WORDS.get(word).length();
    }

    static int[] identifiers(int word) {
        return IDENTIFIERS_OF[word];
    }

    static int[] secrets(int word) {
        return SECRETS_OF[word];
    }

    /** Whether the word is one that names of secrets have. */
    static boolean isSecretName(int word) {
        return SECRET_NAMES[word];
    }

    /** Whether the word announces a date of birth. */
    static boolean isBirth(int word) {
        return BIRTHS[word];
    }

    /** The identifier rules that a JSON key announces, such as {@code passport_number}. */
    static int[] identifiersOfKey(String key) {
        if (key.isEmpty()) {
            return new int[0];
        }
        int[] known = BY_KEY.get(key);
        if (known != null) {
            return known;
        }
        String spaced = ' ' + key.replace('_', ' ') + ' ';
        int[] rules = IntStream.range(0, IDENTIFIERS.size())
                .filter(rule -> IDENTIFIERS.get(rule).cues().stream().anyMatch(cue -> spaced.contains(' ' + cue + ' '))).toArray();
        if (BY_KEY.size() < MOST_KEYS) {
            BY_KEY.put(key, rules);
        }
        return rules;
    }
}
