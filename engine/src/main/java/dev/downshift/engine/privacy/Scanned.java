package dev.downshift.engine.privacy;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/**
 * A string to look at, with what one pass over it tells: which kinds of characters it has, where numbers stand, and where
 * the words that rules wait for. A detector that needs one of them and finds none skips the text.
 */
final class Scanned {

    private final String text;
    private final String key;
    private final boolean schema;
    private int digits;
    private boolean at;
    private boolean colon;
    private boolean upper;
    private int hits;
    private int[] hitEnds = {};
    private int[] hitWords = {};
    private int runs;
    private int[] runStarts = {};
    private int[] runEnds = {};

    private Scanned(String text, String key, boolean schema) {
        this.text = text;
        this.key = key;
        this.schema = schema;
    }

    /**
     * Looks at a string once.
     *
     * @param key the JSON key the string belongs to, as lower-case words joined with underscores; empty if there is none
     * @param schema whether the string is part of a tool's or response's definition, where names of people are not expected
     */
    static Scanned of(String text, String key, boolean schema) {
        Scanned scanned = new Scanned(text, key, schema);
        scanned.look();
        return scanned;
    }

    private void look() {
        AnchorScan scan = Anchors.scan();
        int state = scan.start();
        int run = -1;
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            state = scan.step(state, c);
            int[] words = scan.ends(state);
            if (words != null) {
                for (int word : words) {
                    hit(i + 1, word);
                }
            }
            if (c >= '0' && c <= '9') {
                digits++;
                run = run < 0 ? i : run;
                continue;
            }
            if (run >= 0) {
                run(run, i);
                run = -1;
            }
            if (c == '@') {
                at = true;
            } else if (c == ':') {
                colon = true;
            } else if (!upper && ((c >= 'A' && c <= 'Z') || (c > 127 && Character.isUpperCase(c)))) {
                upper = true;
            }
        }
        if (run >= 0) {
            run(run, length);
        }
    }

    private void hit(int end, int word) {
        if (hits == hitEnds.length) {
            hitEnds = Arrays.copyOf(hitEnds, 8 + 2 * hits);
            hitWords = Arrays.copyOf(hitWords, 8 + 2 * hits);
        }
        hitEnds[hits] = end;
        hitWords[hits++] = word;
    }

    private void run(int start, int end) {
        if (runs == runStarts.length) {
            runStarts = Arrays.copyOf(runStarts, 8 + 2 * runs);
            runEnds = Arrays.copyOf(runEnds, 8 + 2 * runs);
        }
        runStarts[runs] = start;
        runEnds[runs++] = end;
    }

    String text() {
        return text;
    }

    String key() {
        return key;
    }

    boolean schema() {
        return schema;
    }

    /** How many ASCII digits there are. */
    int digits() {
        return digits;
    }

    boolean at() {
        return at;
    }

    boolean colon() {
        return colon;
    }

    boolean upper() {
        return upper;
    }

    /** How many of the words of {@link Anchors} were found, in the order of their ends. */
    int hits() {
        return hits;
    }

    int hitEnd(int hit) {
        return hitEnds[hit];
    }

    int hitWord(int hit) {
        return hitWords[hit];
    }

    /** How many rows of digits there are. */
    int runs() {
        return runs;
    }

    int runStart(int run) {
        return runStarts[run];
    }

    int runEnd(int run) {
        return runEnds[run];
    }

    /** The up to {@code length} characters before an offset, in lower case. */
    String before(int offset, int length) {
        return text.substring(Math.max(0, offset - length), offset).toLowerCase(Locale.ROOT);
    }

    boolean keyIsOneOf(Set<String> keys) {
        return keys.contains(key);
    }

    /** {@code customerName}, {@code customer-name} and {@code Customer Name} are all {@code customer_name}. */
    static String normalizedKey(String key) {
        StringBuilder words = new StringBuilder(key.length() + 4);
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            if (Character.isUpperCase(c) && i > 0 && Character.isLowerCase(key.charAt(i - 1))) {
                words.append('_');
            }
            words.append(Character.isLetterOrDigit(c) ? Character.toLowerCase(c) : '_');
        }
        return words.toString();
    }
}
