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
    private static final Pattern CUE = Pattern.compile("phone|mobile|cell|\\btel\\b|\\btel[.:]|fax|call |dial|whatsapp|text me|reach me|reach (?:him|her|them)|contact number|handy|telefon|\\bnumber is|ring me|sms|hotline|office:|my number|answering|messages to|registered");
    private static final Set<String> KEYS = Set.of("phone", "phone_number", "mobile", "mobile_number", "cell", "telephone", "tel", "fax",
            "contact_number", "customer_phone", "contact_phone", "callback_number", "whatsapp", "msisdn", "cell_phone", "home_phone", "work_phone");
    private static final List<String> REGIONS = List.of("US", "GB", "DE", "FR", "AU", "IN", "ES", "IT", "NL");

    private final PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();

    @Override
    public void detect(Scanned scanned, List<Candidate> found) {
        if (scanned.digits() < 7) {
            return;
        }
        for (Matcher m = SHAPE.matcher(scanned.text()); m.find();) {
            judge(scanned, m.start(), m.end(), found);
        }
    }

    private void judge(Scanned scanned, int start, int end, List<Candidate> found) {
        String candidate = scanned.text().substring(start, end);
        int digits = NumberDetector.digits(candidate).length();
        if (digits < 7 || digits > 20 || DATE.matcher(candidate).matches()) {
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
