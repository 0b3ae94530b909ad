package dev.downshift.engine.privacy;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Postal addresses: starts at a street, a box or a unit with its number, and grows over the town, region, postcode and
 * country that follow, over line ends too. The order of the parts is that of the Universal Postal Union's S42 templates.
 */
final class AddressGrowth {

    private static final Set<String> STREETS = Set.copyOf(List.of("street", "st", "avenue", "ave", "road", "rd", "boulevard", "blvd", "lane", "ln", "drive", "dr", "court", "ct", "way",
            "place", "pl", "terrace", "square", "sq", "highway", "hwy", "parkway", "pkwy", "circle", "cir", "crescent", "close", "grove", "trail", "alley", "row", "mews", "gardens",
            "park", "walk", "hill", "route", "loop", "pike", "cove", "coves", "streets", "extension", "plaza", "pass", "path", "point", "ridge", "run", "view", "villas", "bridge", "branch", "falls", "knoll",
            "rue", "avenida", "av", "calle", "carrer", "plaza", "paseo", "camino", "carretera", "ronda", "rua", "praca", "travessa", "largo", "rodovia", "estrada", "via", "viale", "piazza", "corso", "vicolo",
            "strada", "str", "strasse", "gasse", "platz", "allee", "chemin", "quai", "impasse", "place", "cours", "faubourg", "straat", "laan", "plein", "gracht", "weg", "kade", "ulica", "ul", "ulice", "aleja",
            "al", "osiedle", "os", "namesti", "trida", "utca", "ut", "u", "ter", "korut", "trg", "cesta", "bulvar", "bulevardul", "prospekt", "gade", "vej", "alle", "gata", "gatan", "vagen", "vag", "vegen", "veien", "vei",
            "gate", "katu", "tie", "polku", "kuja", "tee", "tanav", "iela", "gatve", "sokak", "caddesi", "odos", "leoforos", "jalan", "rruga", "ulitsa"));
    private static final List<String> STREET_ENDINGS = List.of("strasse", "straße", "gasse", "platz", "allee", "weg", "ring", "damm", "ufer", "straat", "laan", "plein", "gracht", "dijk", "kade", "singel", "hof", "gatan", "vagen",
            "gata", "vegen", "veien", "vangen", "gade", "vej", "alle", "katu", "tie", "kuja", "polku", "utca", "strati", "vollen", "bakken", "bakke", "lia", "gaten", "stigen", "grand", "vei", "stig", "backe", "bo", "by", "toften", "parken", "vang", "marken", "str");
    private static final Set<String> UNITS = Set.copyOf(List.of("suite", "ste", "apt", "apartment", "unit", "flat", "floor", "room", "box", "lot", "bldg", "building", "psc", "cmr", "apto", "piso", "appt"));
    private static final Set<String> LINKS = Set.copyOf(List.of("de", "del", "della", "delle", "di", "da", "do", "dos", "das", "la", "le", "les", "los", "las", "el", "of", "the", "na", "nad", "pod", "pri", "im", "am", "an", "der", "den", "und", "op", "en", "van", "sur", "sous", "y", "upon", "zur", "zum"));
    private static final Set<String> ABBREVIATIONS = Set.copyOf(List.of("apt", "st", "ste", "u", "ul", "ut", "str", "no", "nr", "n", "s", "e", "w", "blvd", "ave", "rd", "dr", "av", "avda", "c", "p", "o", "tr", "ter", "al", "os", "utca", "bldg"));
    private static final Set<String> MILITARY = Set.copyOf(List.of("APO", "FPO", "DPO"));
    private static final int LONGEST_TAIL = 18;
    private static final int NAME_WORDS = 5;

    /** Finds the addresses and marks their tokens in {@code labels}, so that they are taken for nothing else. */
    void find(String text, Tokens tokens, byte[] labels, List<Candidate> found) {
        int done = 0;
        for (int i = 0; i < tokens.count; i++) {
            if (i < done) {
                continue;
            }
            int start = start(text, tokens, labels, i, done);
            if (start < 0) {
                continue;
            }
            int head = i + 1;
            while (head < tokens.count && labels[head] == NameTagger.ADDRESS && labels[i] == NameTagger.ADDRESS) {
                head++;
            }
            int end = tail(text, tokens, trimmed(tokens, start, head));
            if (start > done && corner(text, tokens, start - 1)) {
                start -= 3;
                end = otherStreet(text, tokens, end);
            }
            if (hasNumber(tokens, start, end) && hasWord(tokens, start, end)) {
                Arrays.fill(labels, start, end, (byte) NameTagger.ADDRESS);
                found.add(new Candidate(Escapes.afterEscape(text, tokens.starts[start]), tokens.ends[end - 1], FindingType.STREET_ADDRESS, "address", 0.8));
                done = end;
            }
        }
        for (int i = 0; i < tokens.count; i++) {
            labels[i] = labels[i] == NameTagger.ADDRESS ? NameTagger.NONE : labels[i];
        }
        mark(tokens, found, labels);
    }

    /** Whether the tokens up to {@code i} are "the corner of". */
    private static boolean corner(String text, Tokens tokens, int i) {
        return i >= 2 && word(text, tokens, i).equals("of") && word(text, tokens, i - 1).equals("corner") && word(text, tokens, i - 2).equals("the");
    }

    /** The end of "and" and the second street of a corner. */
    private static int otherStreet(String text, Tokens tokens, int end) {
        if (!word(text, tokens, end).equals("and") && !word(text, tokens, end).equals("&")) {
            return end;
        }
        int k = end + 1;
        while (k < tokens.count && k - end < 7 && (accepts(text, tokens, k) || (tokens.kinds[k] == Tokens.LOWER && isWordCapital(tokens, k + 1)))) {
            k++;
        }
        return k > end + 1 ? k : end;
    }

    private static boolean isWordCapital(Tokens tokens, int i) {
        return i >= 0 && i < tokens.count && (tokens.kinds[i] == Tokens.INITIAL || tokens.kinds[i] == Tokens.UPPER);
    }

    private static void mark(Tokens tokens, List<Candidate> found, byte[] labels) {
        for (Candidate candidate : found) {
            if (candidate.type() == FindingType.STREET_ADDRESS) {
                for (int i = 0; i < tokens.count; i++) {
                    if (tokens.starts[i] >= candidate.start() && tokens.ends[i] <= candidate.end()) {
                        labels[i] = NameTagger.NONE;
                    }
                }
            }
        }
    }

    private static int trimmed(Tokens tokens, int start, int end) {
        int to = end;
        while (to > start + 1 && tokens.kinds[to - 1] >= Tokens.MARK) {
            to--;
        }
        return to;
    }

    /** Where an address that has its street, unit or box at token {@code i} starts; -1 if there is none. */
    private int start(String text, Tokens tokens, byte[] labels, int i, int floor) {
        if (labels[i] == NameTagger.ADDRESS) {
            return leftNumber(tokens, i, floor);
        }
        byte kind = tokens.kinds[i];
        if (kind == Tokens.NUMBER || kind >= Tokens.MARK || kind == Tokens.ALPHANUMERIC) {
            return -1;
        }
        String word = word(text, tokens, i);
        boolean numberNext = i + 1 < tokens.count && isNumber(tokens, i + 1);
        if (UNITS.contains(word) && (numberNext || (i + 2 < tokens.count && text.charAt(tokens.starts[i + 1]) == '.' && isNumber(tokens, i + 2)))) {
            boolean post = word.equals("box") || word.equals("psc") || word.equals("cmr");
            int from = leftStreet(text, tokens, i, floor);
            return from < i ? from : post || (word.equals("unit") && followedBy(text, tokens, i + 2, "box")) ? postBox(text, tokens, i) : -1;
        }
        if (MILITARY.contains(text.substring(tokens.starts[i], tokens.ends[i])) && i + 2 < tokens.count && isNumber(tokens, i + 2)) {
            return i;
        }
        boolean abroad = !ENGLISH_ONLY.contains(word) || ABROAD.contains(word);
        boolean street = (kind != Tokens.LOWER || (abroad && (isWordCapital(tokens, i - 1) || isWordCapital(tokens, i + 1)))) && (STREETS.contains(word) || STREET_ENDINGS.stream().anyMatch(ending -> word.length() > ending.length() + 2 && ending.length() > 2 && word.endsWith(ending)));
        if (!street) {
            return -1;
        }
        int numbered = leftStreet(text, tokens, i, floor);
        if (numbered < i && isNumber(tokens, numbered)) {
            return numbered;
        }
        boolean prefix = i + 1 < tokens.count && tokens.kinds[i + 1] != Tokens.NUMBER && streetThenNumber(text, tokens, i);
        boolean whole = !ENGLISH_ONLY.contains(word) && numberNext && i > floor && isShortNumber(tokens, i + 1);
        if (prefix && !ENGLISH_ONLY.contains(word)) {
            return leftNumber(tokens, i, floor);
        }
        return whole || (!ENGLISH_ONLY.contains(word) && word.length() > 6 && numberNext && isShortNumber(tokens, i + 1)) ? leftNumber(tokens, leftCapitals(tokens, i, floor), floor) : -1;
    }

    private static final Set<String> ABROAD = Set.of("u", "ut", "ter", "tie", "tee", "os", "al", "via", "cours");
    private static final Set<String> ENGLISH_ONLY = Set.copyOf(List.of("street", "st", "avenue", "road", "rd", "lane", "ln", "drive", "dr", "court", "ct", "way", "place", "pl", "terrace", "square", "sq", "highway", "circle",
            "close", "grove", "trail", "alley", "row", "mews", "gardens", "park", "walk", "hill", "loop", "pike", "cove", "coves", "streets", "extension", "plaza", "pass", "path", "point", "ridge", "run", "view", "villas", "bridge", "branch", "falls", "knoll",
            "ring", "gate", "tie", "tee", "ter", "u", "al", "os", "ut", "str", "weg", "hof", "via", "route", "circular", "place", "cours"));

    private static boolean streetThenNumber(String text, Tokens tokens, int i) {
        int k = i + 1;
        int words = 0;
        while (k < tokens.count && k - i < 7) {
            if (isNumber(tokens, k)) {
                return words > 0 && isShortNumber(tokens, k);
            }
            boolean word = tokens.kinds[k] == Tokens.INITIAL || tokens.kinds[k] == Tokens.UPPER || LINKS.contains(word(text, tokens, k));
            boolean mark = text.charAt(tokens.starts[k]) == '.' || text.charAt(tokens.starts[k]) == '\'' || text.charAt(tokens.starts[k]) == ',';
            if (!word && !mark) {
                return false;
            }
            words += word ? 1 : 0;
            k++;
        }
        return false;
    }

    private static int postBox(String text, Tokens tokens, int i) {
        int from = i;
        while (from > 0 && i - from < 5) {
            String word = word(text, tokens, from - 1);
            boolean part = word.equals("p") || word.equals("o") || word.equals("po") || word.equals(".");
            if (!part) {
                break;
            }
            from--;
        }
        return from;
    }

    private static boolean followedBy(String text, Tokens tokens, int i, String word) {
        return i < tokens.count && word(text, tokens, i).equals(word);
    }

    /** From a street word or unit to the left over capitalised words to a number; {@code i} itself if there is none. */
    private static int leftStreet(String text, Tokens tokens, int i, int floor) {
        int k = i - 1;
        int words = 0;
        while (k >= floor && words <= NAME_WORDS) {
            if (isNumber(tokens, k)) {
                boolean more = k - 1 >= floor && isNumber(tokens, k - 1) && tokens.kinds[k - 1] == Tokens.NUMBER;
                int from = more ? k - 1 : k;
                return words > 0 || isStreetWord(text, tokens, k - 1) ? leftNumber(tokens, capitalsBeforeNumber(text, tokens, from, words, floor), floor) : i;
            }
            boolean capital = tokens.kinds[k] == Tokens.INITIAL || tokens.kinds[k] == Tokens.UPPER;
            boolean link = tokens.kinds[k] == Tokens.LOWER && LINKS.contains(word(text, tokens, k));
            char c = text.charAt(tokens.starts[k]);
            boolean mark = c == '.' || c == ',' || c == '\'' || (c == '\n' && words == 0);
            if (!capital && !link && !mark) {
                return i;
            }
            words += capital ? 1 : 0;
            k--;
        }
        return i;
    }

    /** Before "Suite 5" in "Edeby 55\n Suite 5" stand the number and the street's name. */
    private static int capitalsBeforeNumber(String text, Tokens tokens, int number, int words, int floor) {
        return words == 0 ? leftCapitals(tokens, number, floor) : number;
    }

    private static boolean isStreetWord(String text, Tokens tokens, int i) {
        return i >= 0 && (tokens.kinds[i] == Tokens.INITIAL || tokens.kinds[i] == Tokens.UPPER) && !word(text, tokens, i).isEmpty();
    }

    private static int leftCapitals(Tokens tokens, int i, int floor) {
        int k = i;
        while (k > floor && i - k < 3 && (tokens.kinds[k - 1] == Tokens.INITIAL || tokens.kinds[k - 1] == Tokens.UPPER)) {
            k--;
        }
        return k;
    }

    private static int leftNumber(Tokens tokens, int i, int floor) {
        return i > floor && tokens.kinds[i - 1] == Tokens.NUMBER && tokens.ends[i - 1] - tokens.starts[i - 1] <= 6 ? i - 1 : i;
    }

    /** The end of what belongs to an address whose head ends before {@code from}. */
    private static int tail(String text, Tokens tokens, int from) {
        int end = from;
        int k = from;
        while (k < tokens.count && k - from < LONGEST_TAIL) {
            char c = text.charAt(tokens.starts[k]);
            if (accepts(text, tokens, k)) {
                end = ++k;
            } else if (c == '.' && k > 0 && ABBREVIATIONS.contains(word(text, tokens, k - 1)) && k + 1 < tokens.count && (accepts(text, tokens, k + 1) || isNumber(tokens, k + 1))) {
                k++;
            } else if ((c == ',' || c == '/' || c == '-' || c == '(' || c == ')' || c == '#') && k + 1 < tokens.count && (accepts(text, tokens, k + 1) || text.charAt(tokens.starts[k + 1]) == '\n')) {
                k++;
            } else if (c == '\n' && lineBelongs(text, tokens, k + 1)) {
                k++;
            } else if (tokens.kinds[k] == Tokens.LOWER && LINKS.contains(word(text, tokens, k)) && k + 1 < tokens.count && tokens.kinds[k + 1] == Tokens.INITIAL && text.charAt(tokens.starts[k - 1]) != '\n') {
                k++;
            } else {
                break;
            }
        }
        return end;
    }

    private static boolean accepts(String text, Tokens tokens, int k) {
        byte kind = tokens.kinds[k];
        if (kind == Tokens.NUMBER) {
            return tokens.ends[k] - tokens.starts[k] <= 6;
        }
        if (kind == Tokens.INITIAL || kind == Tokens.UPPER) {
            return !NOT_PLACES.contains(word(text, tokens, k));
        }
        if (kind == Tokens.LOWER && NOTHING.contains(word(text, tokens, k))) {
            return true;
        }
        boolean short_ = tokens.ends[k] - tokens.starts[k] <= 7;
        return (kind == Tokens.ALPHANUMERIC && short_) || (kind == Tokens.LOWER && UNITS.contains(word(text, tokens, k)) && k + 1 < tokens.count && !isWordAfter(tokens, k + 1));
    }

    private static final Set<String> NOTHING = Set.of("nan", "null", "none");

    private static boolean isWordAfter(Tokens tokens, int k) {
        return tokens.kinds[k] <= Tokens.MIXED;
    }

    private static final Set<String> NOT_PLACES = Set.copyOf(List.of("i", "we", "he", "she", "it", "they", "you", "please", "phone", "tel", "fax", "email", "e-mail", "mobile", "website", "name", "date", "dob", "ssn", "key", "my", "the", "this", "is", "and", "or", "if",
            "when", "what", "how", "why", "can", "could", "thanks", "thank", "regards", "order", "card", "id", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "on", "at", "in", "for", "to", "a", "an", "but", "password", "account"));

    /** Whether the line that starts at token {@code k} is a short one of names and numbers only. */
    private static boolean lineBelongs(String text, Tokens tokens, int k) {
        int words = 0;
        int i = k;
        while (i < tokens.count && text.charAt(tokens.starts[i]) != '\n') {
            char c = text.charAt(tokens.starts[i]);
            boolean fits = accepts(text, tokens, i) || c == ',' || c == '-' || c == '.' || c == '(' || c == ')' || (tokens.kinds[i] == Tokens.LOWER && (LINKS.contains(word(text, tokens, i)) || NOTHING.contains(word(text, tokens, i))));
            if (!fits) {
                return endsAddress(text, tokens, i) && words > 0;
            }
            words += tokens.kinds[i] < Tokens.MARK ? 1 : 0;
            i++;
        }
        return words > 0 && words <= 7;
    }

    private static boolean endsAddress(String text, Tokens tokens, int i) {
        char c = text.charAt(tokens.starts[i]);
        return c == ':' || c == '"' || c == ';' ? c != ':' : tokens.kinds[i] == Tokens.LOWER && i > 0 && isNumber(tokens, i - 1);
    }

    private static boolean hasNumber(Tokens tokens, int from, int to) {
        for (int i = from; i < to; i++) {
            if (isNumber(tokens, i)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasWord(Tokens tokens, int from, int to) {
        for (int i = from; i < to; i++) {
            if (tokens.kinds[i] <= Tokens.MIXED && tokens.ends[i] - tokens.starts[i] > 1) {
                return true;
            }
        }
        return false;
    }

    private static boolean isShortNumber(Tokens tokens, int i) {
        return isNumber(tokens, i) && tokens.ends[i] - tokens.starts[i] <= 5;
    }

    /** A number, or one with a letter such as 12b. */
    private static boolean isNumber(Tokens tokens, int i) {
        int length = tokens.ends[i] - tokens.starts[i];
        return (tokens.kinds[i] == Tokens.NUMBER && length <= 6) || (tokens.kinds[i] == Tokens.ALPHANUMERIC && length <= 5);
    }

    private static String word(String text, Tokens tokens, int i) {
        return i < 0 || i >= tokens.count ? "" : InventedNames.plain(text.substring(tokens.starts[i], tokens.ends[i]));
    }
}
