package dev.downshift.engine.privacy;

/** What the tagger sees of a token and the tokens around it, as slots of its table of weights. */
final class NameFeatures {

    static final int BITS = 19;
    static final int MOST = 48;

    private static final int OUTSIDE = 0x5bd1e995;
    private static final int[] NONE = {OUTSIDE};

    private final int[] slots = new int[MOST];
    private int count;

    /** How many slots {@link #slots} holds after {@link #look}. */
    int count() {
        return count;
    }

    int[] slots() {
        return slots;
    }

    void look(String text, Tokens tokens, int i) {
        look(text, tokens, i, true);
    }

    /** Without the features of the word itself when {@code known} is false, as training does to learn from what stands around. */
    void look(String text, Tokens tokens, int i, boolean known) {
        count = 0;
        int w = tokens.words[i];
        int w1 = word(tokens, i - 1);
        int w2 = word(tokens, i - 2);
        int n1 = word(tokens, i + 1);
        int n2 = word(tokens, i + 2);
        int s = shape(tokens, i);
        int s1 = shape(tokens, i - 1);
        int s2 = shape(tokens, i - 2);
        int t1 = shape(tokens, i + 1);
        int t2 = shape(tokens, i + 2);
        int g = flags(tokens, i);
        int g1 = flags(tokens, i - 1);
        int h1 = flags(tokens, i + 1);
        if (known) {
            add(1, w);
            add(6, w1, w);
            add(7, w, n1);
        }
        add(2, w1);
        add(3, n1);
        add(4, w2);
        add(5, n2);
        add(8, w2, w1);
        add(9, n1, n2);
        add(10, s);
        add(11, s1, s);
        add(12, s, t1);
        add(13, s1, s, t1);
        add(14, mix(mix(s2, s1), s), mix(t1, t2));
        if (known) {
            affixes(text, tokens.starts[i], tokens.ends[i], s);
        }
        add(20, g);
        add(21, g, s);
        add(22, g1, g, s);
        add(23, g, h1, s);
        add(24, mix(g1, g), h1);
        add(25, g, w1);
        add(26, g, n1);
        add(27, s, w1);
        add(28, s, n1);
        add(29, mix(s, w1), n1);
        int first = runStart(tokens, i);
        int last = runEnd(tokens, i);
        int length = Math.min(5, last - first);
        int place = Math.min(4, i - first);
        boolean begins = begins(tokens, first);
        add(30, mix(length, place), mix(s, begins ? 1 : 0));
        add(31, g, mix(mix(length, place), begins ? 1 : 0));
        add(32, word(tokens, first - 1), mix(place, length));
        add(33, word(tokens, last), length - place);
        add(34, mix(word(tokens, first - 2), word(tokens, first - 1)), s);
        add(35, mix(word(tokens, last), word(tokens, last + 1)), s);
        add(36, word(tokens, last - 1), s);
        add(37, word(tokens, first), s);
        add(38, flags(tokens, first), mix(flags(tokens, last - 1), length));
        add(39, begins ? 1 : 0, mix(s, g & Gazetteer.ANY_WORD));
        add(40, 0);
    }

    private void affixes(String text, int start, int end, int shape) {
        int length = end - start;
        if (length < 3) {
            return;
        }
        add(15, Tokens.hash(text, start, start + 3), shape);
        add(16, Tokens.hash(text, end - 3, end), shape);
        add(17, Tokens.hash(text, end - 2, end), shape);
        if (length > 4) {
            add(18, Tokens.hash(text, end - 4, end), shape);
        }
    }

    /** Whether a sentence or line begins at the token, so that a capital says little. */
    private static boolean begins(Tokens tokens, int i) {
        if (i == 0 || tokens.kinds[i - 1] == Tokens.LINE) {
            return true;
        }
        int before = tokens.words[i - 1];
        return before == FULL_STOP || before == QUESTION || before == EXCLAMATION || before == QUOTE || before == ASTERISK || before == HYPHEN;
    }

    private static final int FULL_STOP = Tokens.hash(".", 0, 1);
    private static final int QUESTION = Tokens.hash("?", 0, 1);
    private static final int EXCLAMATION = Tokens.hash("!", 0, 1);
    private static final int QUOTE = Tokens.hash("\"", 0, 1);
    private static final int ASTERISK = Tokens.hash("*", 0, 1);
    private static final int HYPHEN = Tokens.hash("-", 0, 1);

    private static boolean isCapital(Tokens tokens, int i) {
        byte kind = tokens.kinds[i];
        return kind == Tokens.INITIAL || kind == Tokens.UPPER || kind == Tokens.MIXED;
    }

    private static int runStart(Tokens tokens, int i) {
        int first = i;
        while (first > 0 && i - first < 5 && isCapital(tokens, first - 1)) {
            first--;
        }
        return first;
    }

    private static int runEnd(Tokens tokens, int i) {
        int end = i + 1;
        while (end < tokens.count && end - i < 6 && isCapital(tokens, end)) {
            end++;
        }
        return end;
    }

    private static int word(Tokens tokens, int i) {
        return i < 0 || i >= tokens.count ? NONE[0] : tokens.words[i];
    }

    private static int flags(Tokens tokens, int i) {
        return i < 0 || i >= tokens.count ? 0 : tokens.flags[i];
    }

    /** The kind of a token and, for short ones, how long it is; what a mark is. */
    private static int shape(Tokens tokens, int i) {
        if (i < 0 || i >= tokens.count) {
            return OUTSIDE;
        }
        byte kind = tokens.kinds[i];
        int length = tokens.ends[i] - tokens.starts[i];
        return switch (kind) {
            case Tokens.MARK -> tokens.words[i];
            case Tokens.NUMBER -> 100 + Math.min(length, 8);
            case Tokens.INITIAL -> 10 + Math.min(length, 3);
            case Tokens.UPPER -> 20 + Math.min(length, 5);
            default -> kind;
        };
    }

    private void add(int template, int value) {
        int x = (value ^ template * 0x9e3779b1) * 0x85ebca6b;
        x ^= x >>> 15;
        slots[count++] = (x * 0xc2b2ae35) >>> (32 - BITS);
    }

    private void add(int template, int a, int b) {
        add(template, mix(a, b));
    }

    private void add(int template, int a, int b, int c) {
        add(template, mix(mix(a, b), c));
    }

    private static int mix(int a, int b) {
        int x = (a ^ Integer.rotateLeft(b * 0x27d4eb2f, 15)) * 0x165667b1;
        return x ^ x >>> 13;
    }
}
