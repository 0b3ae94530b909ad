package dev.downshift.engine.privacy;

import java.util.Arrays;

/**
 * A stretch of text cut into words, numbers, marks and line ends, with what the name tagger needs to know of each; offsets
 * are in UTF-16 units of the whole text.
 */
final class Tokens {

    static final byte LOWER = 0;
    static final byte INITIAL = 1;
    static final byte UPPER = 2;
    static final byte MIXED = 3;
    static final byte NUMBER = 4;
    static final byte ALPHANUMERIC = 5;
    static final byte MARK = 6;
    static final byte LINE = 7;

    private static final int OFFSET_BASIS = 0x811c9dc5;
    private static final char FIRST_IDEOGRAPH = '\u2e80';
    private static final int PRIME = 0x01000193;

    private static final int NAMES = Gazetteer.ANY_FIRST_NAME | Gazetteer.ANY_LAST_NAME | Gazetteer.BIG_CITY | Gazetteer.CITY | Gazetteer.COUNTRY;

    /** Whether the text has no capitals, so that words known only as names count as capitalised. */
    boolean uncased;
    int count;
    int[] starts = new int[64];
    int[] ends = new int[64];
    int[] words = new int[64];
    int[] flags = new int[64];
    byte[] kinds = new byte[64];

    /** Cuts {@code text} from {@code from} until {@code to}. */
    void cut(String text, int from, int to) {
        count = 0;
        int i = from;
        while (i < to) {
            char c = text.charAt(i);
            if (c == '\n' || c == Decoded.GAP) {
                add(i, i + 1, hash("\n", 0, 1), LINE);
                i++;
            } else if (c <= ' ' || c == '\u00a0') {
                i++;
            } else if (isWordPart(c)) {
                i = word(text, i, to);
            } else {
                add(i, i + 1, hash(text, i, i + 1), MARK);
                i++;
            }
        }
    }

    private int word(String text, int start, int to) {
        int upper = 0;
        int lower = 0;
        int digits = 0;
        int marks = 0;
        int i = start;
        while (i < to) {
            char c = text.charAt(i);
            if (c >= 'a' && c <= 'z') {
                lower++;
            } else if (c >= 'A' && c <= 'Z') {
                upper++;
            } else if (c >= '0' && c <= '9') {
                digits++;
            } else if (c == '_') {
                marks++;
            } else if (c < 128) {
                boolean inner = (c == '\'' || c == '-') && i + 1 < to && i > start && Character.isLetter(text.charAt(i + 1)) && Character.isLetter(text.charAt(i - 1));
                if (!inner || isPossessive(text, i, to)) {
                    break;
                }
            } else if (Character.isUpperCase(c)) {
                upper++;
            } else if (c == '’' && i + 1 < to && i > start && Character.isLetter(text.charAt(i + 1)) && !isPossessive(text, i, to)) {
                i++;
                continue;
            } else if (isWordPart(c)) {
                lower++;
            } else {
                break;
            }
            i++;
        }
        add(start, i, hash(text, start, i), kind(text, start, i, upper, lower, digits, marks));
        return i;
    }

    private static boolean isPossessive(String text, int quote, int to) {
        return text.charAt(quote) != '-' && quote + 1 < to && (text.charAt(quote + 1) == 's' || text.charAt(quote + 1) == 'S')
                && (quote + 2 >= to || !Character.isLetterOrDigit(text.charAt(quote + 2)));
    }

    private static byte kind(String text, int start, int end, int upper, int lower, int digits, int marks) {
        if (marks > 0) {
            return ALPHANUMERIC;
        }
        if (digits > 0) {
            return upper + lower == 0 ? NUMBER : ALPHANUMERIC;
        }
        if (upper == 0) {
            return LOWER;
        }
        if (lower == 0) {
            return upper == 1 ? INITIAL : UPPER;
        }
        boolean capital = Character.isUpperCase(text.charAt(start));
        boolean compound = upper <= 3 && everyCapitalBegins(text, start, end);
        return capital && compound ? INITIAL : MIXED;
    }

    /** Whether each capital begins the word or stands behind an apostrophe, a hyphen or Mc, as in McDonald-O'Brien. */
    private static boolean everyCapitalBegins(String text, int start, int end) {
        for (int i = start + 1; i < end; i++) {
            if (Character.isUpperCase(text.charAt(i))) {
                char before = text.charAt(i - 1);
                boolean scottish = before == 'c' && i >= 2 && (text.charAt(i - 2) == 'M' || text.charAt(i - 2) == 'a');
                if (!scottish && before != '\'' && before != '’' && before != '-') {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean isWordPart(char c) {
        return c < 128 ? (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'
                : c < FIRST_IDEOGRAPH && (Character.isLetterOrDigit(c) || Character.getType(c) == Character.NON_SPACING_MARK);
    }

    /** The same for a word in whatever case and with or without accents. */
    static int hash(String text, int start, int end) {
        int hash = OFFSET_BASIS;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                c = (char) (c + 32);
            } else if (c >= 128) {
                return hashOfPlain(InventedNames.plain(text.substring(start, end)));
            }
            hash = (hash ^ c) * PRIME;
        }
        return hash;
    }

    private static int hashOfPlain(String plain) {
        int hash = OFFSET_BASIS;
        for (int i = 0; i < plain.length(); i++) {
            char c = plain.charAt(i);
            hash = (hash ^ (c == '’' ? '\'' : c)) * PRIME;
        }
        return hash;
    }

    private void add(int start, int end, int hash, byte kind) {
        if (count == starts.length) {
            grow();
        }
        starts[count] = start;
        ends[count] = end;
        words[count] = hash;
        kinds[count] = kind;
        int known = kind <= MIXED ? Gazetteer.flags(hash) : 0;
        flags[count] = known;
        if (uncased && kind == LOWER && (known & NAMES) != 0 && (known & Gazetteer.ANY_WORD) == 0 && end - start > 2) {
            kinds[count] = INITIAL;
        }
        count++;
    }

    private void grow() {
        int length = 2 * count;
        starts = Arrays.copyOf(starts, length);
        ends = Arrays.copyOf(ends, length);
        words = Arrays.copyOf(words, length);
        flags = Arrays.copyOf(flags, length);
        kinds = Arrays.copyOf(kinds, length);
    }

    /** Whether the token can be the first or last of a name or address. */
    boolean mayBeName(int i) {
        byte kind = kinds[i];
        return kind == INITIAL || kind == UPPER || kind == MIXED || kind == NUMBER || kind == ALPHANUMERIC;
    }
}
