package dev.downshift.engine.privacy;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Phone numbers: candidates by shape, kept when libphonenumber says they can be dialled or a word before them says phone. */
final class PhoneDetector implements Detector {

    private static final Pattern SHAPE = Pattern.compile(
            "(?<![\\p{Alnum}@/_=-]|\\d[.,])(?:\\+|00)?\\(?\\d{1,5}\\)?(?:[ ./-]{0,2}\\(?\\d{1,5}\\)?){1,6}+(?:[ ]?(?:x|ext\\.?)[ ]?\\d{1,5})?+(?![\\p{Alnum}_@]|[.,/:-]\\d)");
    private static final Pattern NORTH_AMERICAN = Pattern.compile("(?:1[ .-]?)?(?:\\([2-9]\\d{2}\\)[ ]?|[2-9]\\d{2}[ .-])[2-9]\\d{2}[ .-]?\\d{4}(?:[ ]?(?:x|ext\\.?)[ ]?\\d{1,5})?");
    private static final Pattern DATE = Pattern.compile("(?:19|20)\\d\\d[-/. ][01]?\\d[-/. ][0-3]?\\d.*|[0-3]?\\d[-/.][0-3]?\\d[-/.](?:19|20)?\\d\\d.*|(?:(?:19|20)\\d\\d[ -]+){1,6}(?:19|20)\\d\\d");
    private static final Pattern SOCIAL_SECURITY = Pattern.compile("\\d{3}([- ])\\d{2}\\1\\d{4}");
    private static final Pattern CUE = Pattern.compile("phone|mobile|cell|\\btel\\b|\\btel[.:]|fax|call |dial|whatsapp|text me|reach me|reach (?:him|her|them)|contact number|handy|telefon|\\bnumber is|ring me|sms|hotline|office:|my number|answering|messages to|registered");
    private static final Set<String> KEYS = Set.of("phone", "phone_number", "mobile", "mobile_number", "cell", "telephone", "tel", "fax",
            "contact_number", "customer_phone", "contact_phone", "callback_number", "whatsapp", "msisdn", "cell_phone", "home_phone", "work_phone");
    private static final List<String> REGIONS = List.of("US", "GB", "DE", "FR", "AU", "IN", "ES", "IT", "NL");

    private static final int FEWEST_DIGITS = 7;
    private static final int MOST_MARKS = 4;
    private static final int EXTENSION = 12;

    private final PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();

    @Override
    public void detect(Scanned scanned, List<Candidate> found) {
        if (scanned.digits() < FEWEST_DIGITS) {
            return;
        }
        String text = scanned.text();
        Matcher m = SHAPE.matcher(text).useTransparentBounds(true);
        for (int run = 0; run < scanned.runs();) {
            int last = run;
            int digits = scanned.runEnd(run) - scanned.runStart(run);
            while (last + 1 < scanned.runs() && isGap(text, scanned.runEnd(last), scanned.runStart(last + 1))) {
                last++;
                digits += scanned.runEnd(last) - scanned.runStart(last);
            }
            if (digits >= FEWEST_DIGITS && !isDay(scanned, run, last)) {
                m.region(Math.max(0, scanned.runStart(run) - 3), Math.min(text.length(), scanned.runEnd(last) + EXTENSION));
                while (m.find() && m.start() < scanned.runEnd(last)) {
                    judge(scanned, m.start(), m.end(), found);
                }
            }
            run = last + 1;
        }
    }

    /** Whether what stands between two rows of digits can be inside one number. */
    private static boolean isGap(String text, int from, int to) {
        if (to - from > MOST_MARKS) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (" ./()-".indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    /** A date such as 2024-05-20, which is the commonest row of digits in traces. */
    private static boolean isDay(Scanned scanned, int first, int last) {
        return last - first == 2 && scanned.runEnd(first) - scanned.runStart(first) == 4 && scanned.text().charAt(scanned.runEnd(first)) == '-'
                && scanned.runEnd(first + 1) - scanned.runStart(first + 1) == 2 && scanned.runEnd(last) - scanned.runStart(last) == 2;
    }

    private void judge(Scanned scanned, int start, int end, List<Candidate> found) {
        String candidate = scanned.text().substring(start, end);
        int digits = NumberDetector.digits(candidate).length();
        if (digits < 7 || digits > 20 || DATE.matcher(candidate).matches() || SOCIAL_SECURITY.matcher(candidate).matches()) {
            return;
        }
        boolean keyed = scanned.keyIsOneOf(KEYS);
        if (candidate.startsWith("+")) {
            if (valid(candidate, null)) {
                found.add(new Candidate(start, end, FindingType.PHONE_NUMBER, "phone-international", 0.95));
                return;
            }
        } else if (NORTH_AMERICAN.matcher(candidate).matches()) {
            found.add(new Candidate(start, end, FindingType.PHONE_NUMBER, "phone-north-american", 0.8));
            return;
        }
        if (digits <= 15 && (keyed || CUE.matcher(scanned.before(start, 40)).find())) {
            found.add(new Candidate(start, end, FindingType.PHONE_NUMBER, keyed ? "phone-key" : "phone-cue", 0.8));
        } else if (separated(candidate) && REGIONS.stream().anyMatch(region -> candidate.charAt(0) == '0' && valid(candidate, region))) {
            found.add(new Candidate(start, end, FindingType.PHONE_NUMBER, "phone-national", 0.6));
        }
    }

    private static boolean separated(String candidate) {
        return candidate.indexOf(' ') > 0 || candidate.indexOf('-') > 0 || candidate.indexOf(')') > 0;
    }

    private boolean valid(String candidate, @Nullable String region) {
        try {
            return numbers.isValidNumber(numbers.parse(candidate, region));
        } catch (NumberParseException e) {
            return false;
        }
    }
}
