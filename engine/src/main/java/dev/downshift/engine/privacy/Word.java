package dev.downshift.engine.privacy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A capitalised word of a text; offsets are in UTF-16 units. */
record Word(int start, int end, String text) {

    private static final Set<String> TITLES = Set.of("mr", "mrs", "ms", "miss", "dr", "prof", "professor", "doctor", "sir", "madam", "herr", "frau", "monsieur", "madame", "mme", "señor", "señora", "signor", "signora", "senhor", "senhora", "detective", "officer", "inspector", "sergeant", "captain", "colonel",
            "general", "lieutenant", "major", "judge", "justice", "senator", "president", "minister", "chancellor", "mayor", "bishop", "pastor", "reverend", "rev", "hon", "dean", "coach", "nurse", "mevrouw", "meneer", "dhr", "mevr", "dott", "ing", "ihr", "mr.", "ms.");
    private static final Set<String> ORGANIZATIONS = Set.of("inc", "ltd", "llc", "corp", "corporation", "company", "gmbh", "ag", "plc", "group", "holdings",
            "university", "college", "school", "institute", "hospital", "church", "museum", "library", "park", "street", "avenue", "road", "lane", "drive", "boulevard",
            "square", "airport", "station", "center", "centre", "hotel", "orchestra", "club", "league", "foundation", "bank", "county", "city", "bridge", "river", "lake");
    private static final Set<String> PARTICLES = Set.of("van", "von", "de", "der", "den", "del", "della", "di", "da", "do", "dos", "das", "la", "le", "el", "al", "bin", "ibn", "ter", "ten", "zu");

    /** The words that begin with a capital letter, in order. */
    static List<Word> capitalized(String text) {
        List<Word> words = new ArrayList<>();
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (!Character.isLetter(c)) {
                i++;
                continue;
            }
            int start = Escapes.afterEscape(text, i);
            int end = Math.max(start, i);
            boolean joined = i > 0 && (Character.isDigit(text.charAt(i - 1)) || text.charAt(i - 1) == '_' || text.charAt(i - 1) == '/');
            while (end < text.length() && isInner(text, end)) {
                end++;
            }
            boolean open = end < text.length() && (Character.isDigit(text.charAt(end)) || text.charAt(end) == '_' || text.charAt(end) == '/' || text.charAt(end) == '('
                    || (text.charAt(end) == '-' && end + 1 < text.length() && Character.isDigit(text.charAt(end + 1))));
            if (end > start && !joined && !open && Character.isUpperCase(text.charAt(start)) && end - start <= 40) {
                words.add(new Word(start, possessive(text, start, end), text.substring(start, possessive(text, start, end))));
            }
            i = Math.max(end, i + 1);
        }
        return words;
    }

    private static boolean isInner(String text, int i) {
        char c = text.charAt(i);
        if ((Character.isLetter(c) && !Character.isIdeographic(c)) || Character.getType(c) == Character.NON_SPACING_MARK) {
            return true;
        }
        return (c == '\'' || c == '’' || c == '-') && i + 1 < text.length() && Character.isLetter(text.charAt(i + 1)) && i > 0 && Character.isLetter(text.charAt(i - 1));
    }

    private static int possessive(String text, int start, int end) {
        boolean s = end - start > 3 && text.charAt(end - 1) == 's' && (text.charAt(end - 2) == '\'' || text.charAt(end - 2) == '’');
        return s ? end - 2 : end;
    }

    /** The index after the last word that stands directly behind the one before: a space, an initial's full stop, or a particle between. */
    static int endOfRun(String text, List<Word> words, int from) {
        int i = from + 1;
        while (i < words.size() && isLink(text, words.get(i - 1), words.get(i))) {
            i++;
        }
        return i;
    }

    private static boolean isLink(String text, Word left, Word right) {
        int gap = right.start() - left.end();
        if (gap < 1 || gap > 9) {
            return false;
        }
        String between = text.substring(left.end(), right.start());
        if (between.equals(" ") || (between.equals(". ") && (left.text().length() == 1 || isTitle(left.text())))) {
            return true;
        }
        boolean spaced = between.startsWith(" ") && between.endsWith(" ") && between.length() > 2;
        return spaced && Arrays.stream(between.strip().split(" ", -1)).allMatch(PARTICLES::contains);
    }

    static boolean isParticle(String word) {
        return PARTICLES.contains(word);
    }

    static boolean isTitle(String word) {
        return TITLES.contains(word.toLowerCase(Locale.ROOT));
    }

    static boolean isOrganization(String word) {
        return ORGANIZATIONS.contains(word.toLowerCase(Locale.ROOT));
    }

    static boolean isInitial(String word) {
        return word.length() == 1;
    }
}
