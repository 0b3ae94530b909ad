package dev.downshift.engine.privacy;

import java.util.Arrays;
import java.util.List;

/**
 * Postal addresses: starts at a street, a box or a unit with its number, and grows over the town, region, postcode and
 * country that follow, over line ends too. The order of the parts is that of the Universal Postal Union's S42 templates.
 */
final class AddressGrowth {

    private static final int LONGEST_TAIL = 18;
    private static final int LONGEST_LINE = 7;
    private static final int NAME_WORDS = 5;
    private static final int BOX = hash("box");
    private static final int UNIT_WORD = hash("unit");
    private static final int AND = hash("and");
    private static final int THE = hash("the");
    private static final int CORNER = hash("corner");
    private static final int OF = hash("of");
    private static final List<Integer> POST = List.of(hash("p"), hash("o"), hash("po"), hash("."));
    private static final List<Integer> BOXES = List.of(BOX, hash("psc"), hash("cmr"));

    private final String text;
    private final Tokens tokens;
    private final byte[] labels;
    private int done;

    private AddressGrowth(String text, Tokens tokens, byte[] labels) {
        this.text = text;
        this.tokens = tokens;
        this.labels = labels;
    }

    /** Finds the addresses, and takes the labels of their tokens away, so that they are taken for nothing else. */
    static void find(String text, Tokens tokens, byte[] labels, List<Candidate> found) {
        new AddressGrowth(text, tokens, labels).find(found);
    }

    private void find(List<Candidate> found) {
        for (int i = 0; i < tokens.count; i++) {
            int start = i < done ? -1 : start(i);
            if (start >= 0) {
                grow(i, start, found);
            }
        }
        for (int i = 0; i < tokens.count; i++) {
            labels[i] = labels[i] == NameTagger.ADDRESS ? NameTagger.NONE : labels[i];
        }
    }

    private void grow(int at, int start, List<Candidate> found) {
        int head = at + 1;
        while (head < tokens.count && labels[head] == NameTagger.ADDRESS && labels[at] == NameTagger.ADDRESS && !isOther(head)) {
            head++;
        }
        if (labels[at] != NameTagger.ADDRESS && is(AddressWords.kinds(tokens.words[at]), AddressWords.STREET_IN_LOWER_CASE)) {
            while (head < tokens.count && is(AddressWords.kinds(tokens.words[head]), AddressWords.LINK) && head + 1 < tokens.count && tokens.kinds[head + 1] <= Tokens.MIXED) {
                head++;
            }
        }
        while (head > start + 1 && tokens.kinds[head - 1] >= Tokens.MARK) {
            head--;
        }
        int end = tail(head);
        int from = start;
        if (start - 3 >= done && word(start - 1) == OF && word(start - 2) == CORNER && word(start - 3) == THE) {
            from = start - 3;
            end = otherStreet(end);
        }
        if (hasNumberAndWord(from, end)) {
            Arrays.fill(labels, from, end, (byte) NameTagger.NONE);
            found.add(new Candidate(Escapes.afterEscape(text, tokens.starts[from]), tokens.ends[end - 1], FindingType.STREET_ADDRESS, "address", 0.8));
            done = end;
        }
    }

    /** Where an address that has its street, unit or box at token {@code i} starts; -1 if there is none. */
    private int start(int i) {
        if (labels[i] == NameTagger.ADDRESS) {
            return isCode(i) || isOther(i) || (tokens.kinds[i] == Tokens.NUMBER && isOther(i + 1)) ? -1 : leftNumber(i);
        }
        byte kind = tokens.kinds[i];
        if (kind == Tokens.NUMBER || kind >= Tokens.ALPHANUMERIC) {
            return -1;
        }
        int kinds = AddressWords.kinds(tokens.words[i]);
        boolean numberNext = isNumber(i + 1);
        if (is(kinds, AddressWords.UNIT) && (numberNext || (isMark(i + 1, '.') && isNumber(i + 2)))) {
            return startOfUnit(i);
        }
        if (is(kinds, AddressWords.MILITARY) && kind == Tokens.UPPER && isNumber(i + 2)) {
            return i;
        }
        return isStreet(i, kinds) ? startOfStreet(i, kinds, numberNext) : -1;
    }

    private int startOfUnit(int i) {
        int from = leftStreet(i);
        if (from < i) {
            return from;
        }
        boolean box = BOXES.contains(tokens.words[i]) || (tokens.words[i] == UNIT_WORD && word(i + 2) == BOX);
        return box ? postBox(i) : -1;
    }

    private boolean isStreet(int i, int kinds) {
        boolean capital = tokens.kinds[i] != Tokens.LOWER;
        boolean small = is(AddressWords.kinds(word(i + 1)), AddressWords.LINK) && isShortNumber(i - 1);
        boolean written = capital || (is(kinds, AddressWords.STREET_IN_LOWER_CASE) && (isCapital(i - 1) || isCapital(i + 1) || small));
        return written && (is(kinds, AddressWords.STREET) || (capital && endsLikeStreet(i)));
    }

    private boolean endsLikeStreet(int i) {
        return tokens.ends[i] - tokens.starts[i] > 5 && AddressWords.endsLikeStreet(InventedNames.plain(text.substring(tokens.starts[i], tokens.ends[i])));
    }

    private int startOfStreet(int i, int kinds, boolean numberNext) {
        int numbered = leftStreet(i);
        if (numbered < i && isNumber(numbered)) {
            return numbered;
        }
        boolean abroad = is(kinds, AddressWords.STREET_IN_LOWER_CASE);
        if (abroad && i > done && isShortNumber(i - 1) && (isCapital(i + 1) || is(AddressWords.kinds(word(i + 1)), AddressWords.LINK))) {
            return i - 1;
        }
        if (is(kinds, AddressWords.STREET_BEHIND_NAME)) {
            return abroad && tokens.kinds[i] == Tokens.LOWER && isCapital(i + 1) && streetThenNumber(i) ? i : -1;
        }
        if (tokens.kinds[Math.min(i + 1, tokens.count - 1)] != Tokens.NUMBER && streetThenNumber(i)) {
            return leftNumber(i);
        }
        boolean numberBehind = numberNext && isShortNumber(i + 1);
        return numberBehind && (i > done || tokens.ends[i] - tokens.starts[i] > 6) ? leftNumber(leftCapitals(i)) : -1;
    }

    /** Whether the street's name and then its number follow, as in "Rua das Flores 12". */
    private boolean streetThenNumber(int i) {
        int words = 0;
        for (int k = i + 1; k < tokens.count && k - i < 7; k++) {
            if (isNumber(k)) {
                return words > 0 && isShortNumber(k);
            }
            boolean word = isCapital(k) || is(AddressWords.kinds(tokens.words[k]), AddressWords.LINK);
            if (!word && !isMark(k, '.') && !isMark(k, '\'') && !isMark(k, ',')) {
                return false;
            }
            words += word ? 1 : 0;
        }
        return false;
    }

    private int postBox(int i) {
        int from = i;
        while (from > done && i - from < 5 && POST.contains(tokens.words[from - 1])) {
            from--;
        }
        return from;
    }

    /** From a street word or unit to the left over capitalised words to a number; {@code i} itself if there is none. */
    private int leftStreet(int i) {
        int words = 0;
        for (int k = i - 1; k >= done && words <= NAME_WORDS; k--) {
            if (isNumber(k)) {
                boolean two = k > done && tokens.kinds[k - 1] == Tokens.NUMBER && isNumber(k - 1);
                int from = two ? k - 1 : k;
                if (words == 0 && !isCapital(k - 1)) {
                    return i;
                }
                return leftNumber(words == 0 ? leftCapitals(from) : from);
            }
            boolean link = tokens.kinds[k] == Tokens.LOWER && is(AddressWords.kinds(tokens.words[k]), AddressWords.LINK);
            boolean mark = isMark(k, '.') || isMark(k, ',') || isMark(k, '\'') || (isMark(k, '\n') && words == 0);
            if (!isCapital(k) && !link && !mark) {
                return i;
            }
            words += isCapital(k) ? 1 : 0;
        }
        return i;
    }

    private int leftCapitals(int i) {
        int k = i;
        while (k > done && i - k < 3 && isCapital(k - 1)) {
            k--;
        }
        return k;
    }

    private int leftNumber(int i) {
        return i > done && tokens.kinds[i - 1] == Tokens.NUMBER && isNumber(i - 1) && !isCode(i - 1) ? i - 1 : i;
    }

    /** The end of what belongs to an address whose head ends before {@code from}. */
    private int tail(int from) {
        int end = from;
        for (int k = from; k < tokens.count && k - from < LONGEST_TAIL; k++) {
            if (accepts(k)) {
                end = k + 1;
            } else if (!joins(k)) {
                break;
            }
        }
        return end;
    }

    /** Whether a mark or small word joins what stands before it to more of the address. */
    private boolean joins(int k) {
        boolean more = k + 1 < tokens.count && accepts(k + 1);
        char c = text.charAt(tokens.starts[k]);
        return switch (c) {
            case '.' -> k > 0 && is(AddressWords.kinds(tokens.words[k - 1]), AddressWords.ABBREVIATION) && (more || isNumber(k + 1));
            case ',', '/', '-', '(', ')', '#' -> more || isMark(k + 1, '\n');
            case '\n' -> lineBelongs(k + 1);
            default -> tokens.kinds[k] == Tokens.LOWER && is(AddressWords.kinds(tokens.words[k]), AddressWords.LINK)
                    && k + 1 < tokens.count && tokens.kinds[k + 1] == Tokens.INITIAL && k > 0 && !isMark(k - 1, '\n');
        };
    }

    private boolean accepts(int k) {
        int kinds = AddressWords.kinds(tokens.words[k]);
        int length = tokens.ends[k] - tokens.starts[k];
        return switch (tokens.kinds[k]) {
            case Tokens.NUMBER -> length <= 6;
            case Tokens.INITIAL, Tokens.UPPER -> !is(kinds, AddressWords.NOT_PLACE);
            case Tokens.ALPHANUMERIC -> length <= 7;
            case Tokens.LOWER -> is(kinds, AddressWords.NOTHING) || (is(kinds, AddressWords.UNIT) && k + 1 < tokens.count && tokens.kinds[k + 1] > Tokens.MIXED);
            default -> false;
        };
    }

    /** Whether the line that starts at token {@code k} is a short one of names and numbers only. */
    private boolean lineBelongs(int k) {
        int words = 0;
        for (int i = k; i < tokens.count && !isMark(i, '\n'); i++) {
            boolean link = tokens.kinds[i] == Tokens.LOWER && is(AddressWords.kinds(tokens.words[i]), AddressWords.LINK);
            boolean mark = tokens.kinds[i] == Tokens.MARK && ",-.()".indexOf(text.charAt(tokens.starts[i])) >= 0;
            if (!accepts(i) && !link && !mark) {
                boolean closed = isMark(i, '"') || isMark(i, ';') || (tokens.kinds[i] == Tokens.LOWER && isNumber(i - 1));
                return closed && words > 0;
            }
            words += tokens.kinds[i] < Tokens.MARK ? 1 : 0;
        }
        return words > 0 && words <= LONGEST_LINE;
    }

    /** The end of "and" and the second street of a corner. */
    private int otherStreet(int end) {
        if (word(end) != AND) {
            return end;
        }
        int k = end + 1;
        while (k < tokens.count && k - end < 7 && (accepts(k) || (tokens.kinds[k] == Tokens.LOWER && isCapital(k + 1)))) {
            k++;
        }
        return k > end + 1 ? k : end;
    }

    private boolean hasNumberAndWord(int from, int to) {
        boolean number = false;
        boolean word = false;
        for (int i = from; i < to; i++) {
            number |= isNumber(i);
            word |= tokens.kinds[i] <= Tokens.MIXED && tokens.ends[i] - tokens.starts[i] > 1;
        }
        return number && word;
    }

    /** Whether a number is the end of a code such as E-59507. */
    private boolean isCode(int i) {
        return i > 1 && tokens.kinds[i] == Tokens.NUMBER && isMark(i - 1, '-') && tokens.ends[i - 1] == tokens.starts[i] && tokens.ends[i - 2] == tokens.starts[i - 1];
    }

    /** A small word that no address has, in a text that has capitals. */
    private boolean isOther(int i) {
        return i < tokens.count && !tokens.uncased && tokens.kinds[i] == Tokens.LOWER && AddressWords.kinds(tokens.words[i]) == 0;
    }

    private boolean isShortNumber(int i) {
        return isNumber(i) && tokens.ends[i] - tokens.starts[i] <= 5;
    }

    /** A number, or one with a letter such as 12b. */
    private boolean isNumber(int i) {
        if (i < 0 || i >= tokens.count) {
            return false;
        }
        int length = tokens.ends[i] - tokens.starts[i];
        return (tokens.kinds[i] == Tokens.NUMBER && length <= 6) || (tokens.kinds[i] == Tokens.ALPHANUMERIC && length <= 5);
    }

    private boolean isCapital(int i) {
        return i >= 0 && i < tokens.count && (tokens.kinds[i] == Tokens.INITIAL || tokens.kinds[i] == Tokens.UPPER);
    }

    private boolean isMark(int i, char mark) {
        return i >= 0 && i < tokens.count && tokens.kinds[i] >= Tokens.MARK && text.charAt(tokens.starts[i]) == mark;
    }

    private int word(int i) {
        return i < 0 || i >= tokens.count ? 0 : tokens.words[i];
    }

    private static boolean is(int kinds, int kind) {
        return (kinds & kind) != 0;
    }

    private static int hash(String word) {
        return Tokens.hash(word, 0, word.length());
    }
}
