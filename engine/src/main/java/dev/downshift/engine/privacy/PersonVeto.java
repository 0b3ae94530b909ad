package dev.downshift.engine.privacy;

/** What speaks against a person's name although its words could be one: towns, headings, products, titles of works. */
final class PersonVeto {

    private static final int PLACE = Gazetteer.BIG_CITY | Gazetteer.CITY;
    private static final int NAME = Gazetteer.FIRST_NAME | Gazetteer.LAST_NAME;

    private PersonVeto() {}

    static boolean vetoes(String text, int start, int end) {
        boolean several = text.indexOf(' ', start) > 0 && text.indexOf(' ', start) < end;
        int unnumbered = end - start > 4 && text.startsWith(". ", start + 1) ? start + 3 : start;
        if (several && (Gazetteer.flags(Tokens.hash(text, unnumbered, end)) & PLACE) != 0) {
            return true;
        }
        int last = start;
        boolean shouted = true;
        boolean common = false;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c == ' ' || c == '\n') {
                last = i + 1;
            }
            if (i == start || last == i) {
                common |= isPlainWord(text, i, endOfWord(text, i, end));
            }
            shouted &= !Character.isLowerCase(c);
        }
        boolean single = last == start;
        boolean street = !single && (AddressWords.kinds(Tokens.hash(text, last, end)) & AddressWords.STREET) != 0
                && (Gazetteer.flags(Tokens.hash(text, start, endOfWord(text, start, end))) & Gazetteer.FIRST_NAME) == 0;
        return street || (shouted && common) || isPlainWord(text, last, end) || (single && (isCamelCase(text, start, end) || NameLists.isNoName(text.substring(start, end)) || isBeforePlainWord(text, end)));
    }

    /** Whether a word that is no name follows with a capital, as in Nobel Prize or Johnson Park. */
    static boolean isBeforePlainWord(String text, int end) {
        int next = end + 1;
        if (next >= text.length() || text.charAt(end) != ' ' || !Character.isUpperCase(text.charAt(next))) {
            return false;
        }
        int close = endOfWord(text, next, text.length());
        return close - next > 2 && isPlainWord(text, next, close);
    }

    private static boolean isPlainWord(String text, int start, int end) {
        int flags = Gazetteer.flags(Tokens.hash(text, start, end));
        return (flags & Gazetteer.COMMON_WORD) != 0 && (flags & NAME) == 0 && end - start > 1;
    }

    private static int endOfWord(String text, int start, int limit) {
        int end = start;
        while (end < limit && end - start < 40 && Character.isLetter(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isCamelCase(String text, int start, int end) {
        int capitals = 0;
        boolean lower = false;
        for (int i = start + 1; i < end; i++) {
            char c = text.charAt(i);
            char before = text.charAt(i - 1);
            capitals += Character.isUpperCase(c) && before != '-' && before != '\'' && before != '’' && before != 'c' && before != 'a' && before != ' ' ? 1 : 0;
            lower |= Character.isLowerCase(c);
        }
        return (lower && capitals > 0) || (text.startsWith("GPT", Math.max(start, end - 3)) && end - start > 3);
    }
}
