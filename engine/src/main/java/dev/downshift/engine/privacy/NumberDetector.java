package dev.downshift.engine.privacy;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Payment cards (ISO/IEC 7812), IBANs (ISO 13616) and US social security numbers (SSA), each checked by its own arithmetic. */
final class NumberDetector implements Detector {

    private static final Pattern CARD =
            Pattern.compile("(?<![\\p{Alnum}.+-])(?:[3-6]\\d{3}|2[2-7]\\d\\d|2131|1800)(?:\\d{8,12}|\\d{15}|[ -]\\d{4}[ -]\\d{4}[ -]\\d{1,7}|[ -]\\d{6}[ -]\\d{4,5})(?![\\p{Alnum}]|[.-]\\d)");
    private static final Pattern IBAN =
            Pattern.compile("(?<!\\p{Alnum})(?:[A-Z]{2}\\d{2}(?:[ ]?[A-Z0-9]{4}){2,7}(?:[ ]?[A-Z0-9]{1,3})?|[a-z]{2}\\d{2}(?:[ ]?[a-z0-9]{4}){2,7}(?:[ ]?[a-z0-9]{1,3})?)(?!\\p{Alnum})");
    private static final Pattern SSN = Pattern.compile("(?<![\\p{Alnum}-])(\\d{3})([ -])(\\d{2})\\2(\\d{4})(?![\\p{Alnum}]|-\\d)");
    private static final Pattern BARE_SSN = Pattern.compile("(?<![\\p{Alnum}.-])\\d{9}(?![\\p{Alnum}]|[.-]\\d)");
    private static final int SHORTEST_CARD = 12;
    private static final int LONGEST_CARD = 30;
    private static final int LONGEST_IBAN = 48;
    private static final Set<String> SSN_KEYS = Set.of("ssn", "social_security_number", "social_security", "tax_id", "ssn_number");

    @Override
    public void detect(Scanned scanned, List<Candidate> found) {
        if (scanned.digits() < 9) {
            return;
        }
        cards(scanned, found);
        if (scanned.digits() >= 12) {
            ibans(scanned, found);
        }
        socialSecurity(scanned, found);
    }

    private static void cards(Scanned scanned, List<Candidate> found) {
        String text = scanned.text();
        Matcher m = CARD.matcher(text).useTransparentBounds(true);
        int done = 0;
        for (int run = 0; run < scanned.runs(); run++) {
            int start = scanned.runStart(run);
            if (start >= done && reach(scanned, run) >= SHORTEST_CARD && m.region(start, Math.min(text.length(), start + LONGEST_CARD)).lookingAt()) {
                String digits = digits(m.group());
                if (digits.length() >= SHORTEST_CARD && digits.length() <= 19 && Checks.luhn(digits) && !sameDigit(digits)) {
                    found.add(new Candidate(m.start(), m.end(), FindingType.CREDIT_CARD, "card-luhn", 0.97));
                    done = m.end();
                }
            }
        }
    }

    /** How many digits stand in this row and those that follow it behind one space or hyphen each. */
    private static int reach(Scanned scanned, int first) {
        int digits = scanned.runEnd(first) - scanned.runStart(first);
        for (int run = first + 1; run < scanned.runs() && digits < SHORTEST_CARD; run++) {
            int gap = scanned.runEnd(run - 1);
            char c = scanned.text().charAt(gap);
            if (scanned.runStart(run) != gap + 1 || (c != ' ' && c != '-')) {
                break;
            }
            digits += scanned.runEnd(run) - scanned.runStart(run);
        }
        return digits;
    }

    private static void ibans(Scanned scanned, List<Candidate> found) {
        String text = scanned.text();
        Matcher m = IBAN.matcher(text).useTransparentBounds(true);
        for (int run = 0; run < scanned.runs(); run++) {
            int start = scanned.runStart(run) - 2;
            boolean country = start >= 0 && scanned.runEnd(run) - start >= 4 && isLetter(text.charAt(start)) && isLetter(text.charAt(start + 1));
            if (country && m.region(start, Math.min(text.length(), start + LONGEST_IBAN)).lookingAt()) {
                String code = m.group().substring(0, 2).toUpperCase(Locale.ROOT);
                int length = Checks.ibanLength(code);
                int end = endAfter(text, start, length);
                if (length > 0 && end > 0 && Checks.mod97(text.substring(start, end).replace(" ", "").toUpperCase(Locale.ROOT))) {
                    found.add(new Candidate(start, end, FindingType.IBAN, "iban-mod97", 0.99));
                }
            }
        }
    }

    private static boolean isLetter(char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    }

    private static int endAfter(String text, int start, int characters) {
        int seen = 0;
        int i = start;
        while (i < text.length() && seen < characters) {
            char c = text.charAt(i++);
            if (c != ' ') {
                seen++;
            }
        }
        boolean whole = seen == characters && (i == text.length() || !Character.isLetterOrDigit(text.charAt(i)));
        return whole ? i : -1;
    }

    private static void socialSecurity(Scanned scanned, List<Candidate> found) {
        String text = scanned.text();
        Matcher dashed = SSN.matcher(text).useTransparentBounds(true);
        Matcher bare = BARE_SSN.matcher(text).useTransparentBounds(true);
        for (int run = 0; run < scanned.runs(); run++) {
            int start = scanned.runStart(run);
            int length = scanned.runEnd(run) - start;
            if (length == 3 && dashed.region(start, Math.min(text.length(), start + 11)).lookingAt()
                    && Checks.ssn(dashed.group(1) + dashed.group(3) + dashed.group(4))) {
                found.add(new Candidate(start, dashed.end(), FindingType.US_SSN, "ssn", 0.85));
            }
            if (length == 9 && bare.region(start, start + 9).lookingAt()) {
                String before = scanned.before(start, 40);
                boolean cue = scanned.keyIsOneOf(SSN_KEYS) || before.contains("ssn") || before.contains("social security");
                if (cue && Checks.ssn(bare.group())) {
                    found.add(new Candidate(start, start + 9, FindingType.US_SSN, "ssn-cue", 0.85));
                }
            }
        }
    }

    static String digits(String text) {
        StringBuilder digits = new StringBuilder(text.length());
        text.chars().filter(c -> c >= '0' && c <= '9').forEach(c -> digits.append((char) c));
        return digits.toString();
    }

    private static boolean sameDigit(String digits) {
        return digits.chars().distinct().count() == 1;
    }
}
