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
    private static final Set<String> SSN_KEYS = Set.of("ssn", "social_security_number", "social_security", "tax_id", "ssn_number");

    @Override
    public void detect(Scanned scanned, List<Candidate> found) {
        if (scanned.digits() < 9) {
            return;
        }
        String text = scanned.text();
        cards(text, found);
        if (scanned.digits() >= 12) {
            ibans(text, found);
        }
        socialSecurity(scanned, found);
    }

    private static void cards(String text, List<Candidate> found) {
        for (Matcher m = CARD.matcher(text); m.find();) {
            String digits = digits(m.group());
            if (digits.length() >= 12 && digits.length() <= 19 && Checks.luhn(digits) && !sameDigit(digits)) {
                found.add(new Candidate(m.start(), m.end(), FindingType.CREDIT_CARD, "card-luhn", 0.97));
            }
        }
    }

    private static void ibans(String text, List<Candidate> found) {
        for (Matcher m = IBAN.matcher(text); m.find();) {
            String country = m.group().substring(0, 2).toUpperCase(Locale.ROOT);
            int length = Checks.ibanLength(country);
            int end = endAfter(text, m.start(), length);
            if (length > 0 && end > 0 && Checks.mod97(text.substring(m.start(), end).replace(" ", "").toUpperCase(Locale.ROOT))) {
                found.add(new Candidate(m.start(), end, FindingType.IBAN, "iban-mod97", 0.99));
            }
        }
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
        for (Matcher m = SSN.matcher(text); m.find();) {
            if (Checks.ssn(m.group(1) + m.group(3) + m.group(4))) {
                found.add(new Candidate(m.start(), m.end(), FindingType.US_SSN, "ssn", 0.85));
            }
        }
        for (Matcher m = BARE_SSN.matcher(text); m.find();) {
            String before = scanned.before(m.start(), 40);
            boolean cue = scanned.keyIsOneOf(SSN_KEYS) || before.contains("ssn") || before.contains("social security");
            if (cue && Checks.ssn(m.group())) {
                found.add(new Candidate(m.start(), m.end(), FindingType.US_SSN, "ssn-cue", 0.85));
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
