package dev.downshift.engine.privacy;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Street and number, in the order of English and in the order of German and Dutch. */
final class AddressDetector implements Detector {

    private static final Set<String> SUFFIXES = Set.of("street", "st", "avenue", "ave", "road", "rd", "boulevard", "blvd", "lane", "ln", "drive", "dr", "court", "ct",
            "way", "place", "pl", "terrace", "square", "sq", "highway", "hwy", "parkway", "pkwy", "circle", "cir", "crescent", "close", "grove", "trail", "alley",
            "row", "suite", "apt", "unit", "floor", "north", "south", "east", "west", "n", "s", "e", "w", "p", "o", "po", "box", "de", "la", "rue", "via", "calle", "avenida", "straat", "platz", "th");
    private static final Pattern ENGLISH = Pattern.compile("(?<![\\p{Alnum}.,#-])\\d{1,6}[A-Za-z]?,?[ ](?:[NSEW]\\.?[ ])?(?:\\p{Lu}[\\p{L}'’.-]{0,24}+[ ]|\\d{1,3}(?:st|nd|rd|th)[ ]){1,4}"
            + "(?:Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Ln|Drive|Dr|Court|Ct|Way|Place|Pl|Terrace|Square|Sq|Highway|Hwy|Parkway|Pkwy|Circle|Cir|Crescent|Close|Grove|Trail|Alley|Row)\\b\\.?"
            + "(?:,?[ ](?:Suite|Ste|Apt|Apartment|Unit|Floor|#)\\.?[ ]?[\\p{Alnum}-]{1,6})?");
    private static final Pattern CONTINENTAL = Pattern.compile("(?<!\\p{L})\\p{Lu}\\p{L}{2,30}(?:straße|strasse|str\\.|gasse|weg|allee|platz|gatan|straat|laan|gade|vej|veien|utca)[ ]\\d{1,4}[ ]?[a-zA-Z]?(?!\\p{Alnum})");
    private static final Set<String> KEYS = Set.of("address", "street", "street_address", "address1", "address_line1", "address_line_1", "line1", "shipping_address",
            "billing_address", "home_address", "customer_address", "delivery_address", "mailing_address");
    private static final Pattern STARTS_WITH_NUMBER = Pattern.compile("\\d{1,6}[A-Za-z]?[ ]\\p{L}[\\p{L}\\d .,'’#/-]{2,120}|\\p{L}[\\p{L} .'’-]{2,60}[ ]\\d{1,5}[a-z]?(?:,.{0,80})?");

    private static final int LONGEST = 140;

    /** A word of an address. */
    static final Pattern STREET_WORDS = Pattern.compile("\\p{L}{2,}");

    @Override
    public void detect(Scanned scanned, List<Candidate> found) {
        if (scanned.digits() < 1 || !scanned.upper() || scanned.schema()) {
            return;
        }
        String text = scanned.text();
        if (scanned.keyIsOneOf(KEYS) && text.length() <= 150 && STARTS_WITH_NUMBER.matcher(text).matches()) {
            found.add(new Candidate(0, text.length(), FindingType.STREET_ADDRESS, "address-key", 0.85));
            return;
        }
        Matcher english = ENGLISH.matcher(text).useTransparentBounds(true);
        Matcher continental = CONTINENTAL.matcher(text).useTransparentBounds(true);
        for (int run = 0; run < scanned.runs(); run++) {
            int start = scanned.runStart(run);
            int end = scanned.runEnd(run);
            if (end - start <= 6 && isBeforeWord(text, end) && english.region(start, Math.min(text.length(), start + LONGEST)).lookingAt()) {
                add(english, "address-street", found);
            }
            int word = startOfWord(text, start);
            if (word >= 0 && end - start <= 4 && continental.region(word, Math.min(text.length(), end + 2)).lookingAt()) {
                add(continental, "address-continental", found);
            }
        }
    }

    private static void add(Matcher street, String rule, List<Candidate> found) {
        found.add(new Candidate(street.start(), street.end(), FindingType.STREET_ADDRESS, rule, 0.8));
    }

    private static boolean isBeforeWord(String text, int end) {
        int space = end;
        while (space < text.length() && space - end <= 2 && text.charAt(space) != ' ') {
            space++;
        }
        return space - end <= 2 && space + 1 < text.length() && (Character.isUpperCase(text.charAt(space + 1)) || Character.isDigit(text.charAt(space + 1)));
    }

    /** Where the capitalised word before a number begins; -1 if there is none. */
    private static int startOfWord(String text, int number) {
        int start = number - 1;
        if (start < 4 || text.charAt(start) != ' ') {
            return -1;
        }
        while (start > 0 && number - start < 40 && (Character.isLetter(text.charAt(start - 1)) || text.charAt(start - 1) == '.')) {
            start--;
        }
        return Character.isUpperCase(text.charAt(start)) ? start : -1;
    }

    /** Whether a word says what kind of street or part of an address it is, or only joins names. */
    static boolean isSuffix(String word) {
        boolean small = Character.isLowerCase(word.charAt(0)) && AddressWords.kinds(Tokens.hash(word, 0, word.length())) != 0;
        return small || SUFFIXES.contains(word.toLowerCase(Locale.ROOT));
    }
}
