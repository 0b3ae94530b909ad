package dev.downshift.engine.privacy;

import java.util.Locale;
import java.util.regex.Pattern;

/** Whether a value that somebody says is of a type can be one, so far as a surrogate of its shape can be made. */
final class Shapes {

    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+");
    private static final Pattern NUMBER = Pattern.compile("[\\d .\\-]+");
    private static final Pattern PHONE = Pattern.compile("[+\\d ().\\-/]+(?: ?(?:x|ext\\.?) ?\\d{1,5})?");
    private static final Pattern IBAN = Pattern.compile("[A-Z]{2}\\d{2}[A-Z0-9]{11,30}");
    private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}|(?=.*:)[0-9A-Fa-f:.]{2,45}");
    private static final Pattern DATE = Pattern.compile("[\\d .,:/+\\-TZ]+");
    private static final Pattern AGE = Pattern.compile("\\d{1,3}");
    private static final Pattern LINK = Pattern.compile("(?:https?://)?[^\\s:]+(?::\\d{1,5})?(?:[/?#]\\S*)?", Pattern.CASE_INSENSITIVE);

    private Shapes() {}

    static boolean fits(FindingType type, String value) {
        int digits = NumberDetector.digits(value).length();
        return !value.isBlank() && switch (type) {
            case EMAIL_ADDRESS -> EMAIL.matcher(value).matches();
            case CREDIT_CARD -> digits >= 12 && digits <= 19 && NUMBER.matcher(value).matches();
            case IBAN -> IBAN.matcher(value.toUpperCase(Locale.ROOT).replace(" ", "")).matches();
            case US_SSN -> digits == 9 && NUMBER.matcher(value).matches();
            case PHONE_NUMBER -> digits >= 7 && PHONE.matcher(value).matches();
            case IP_ADDRESS -> ADDRESS.matcher(value).matches();
            case DATE_OF_BIRTH, DATE_TIME -> digits > 0 && DATE.matcher(value).matches();
            case AGE -> AGE.matcher(value).matches();
            case URL -> LINK.matcher(value).matches();
            case URL_CREDENTIALS -> value.indexOf(':') > 0;
            case PERSON -> isName(value);
            case USERNAME, STREET_ADDRESS, ORGANIZATION, LOCATION, NATIONALITY, TITLE -> isWords(value);
            case SECRET, NATIONAL_ID, TAX_ID, PASSPORT, DRIVER_LICENSE, BANK_CODE, BANK_ACCOUNT, MEDICAL_RECORD, VEHICLE_ID, CRYPTO_ADDRESS, MAC_ADDRESS, COORDINATES, POSTCODE ->
                isReplaceable(value);
            case CUSTOM -> digits > 0 ? isReplaceable(value) : isWords(value);
        };
    }

    /** Whether it has letters, and no digits of a script whose digits stay. */
    private static boolean isWords(String value) {
        return value.codePoints().anyMatch(Character::isLetter) && value.codePoints().allMatch(c -> c < 128 || !Character.isDigit(c));
    }

    /** Whether it has no number, and a word that a surrogate does not keep. */
    private static boolean isName(String value) {
        return value.codePoints().noneMatch(Character::isDigit)
                && Surrogates.WORD.matcher(value).results().anyMatch(word -> !Word.isParticle(word.group()));
    }

    /** Whether it has letters or digits, and a surrogate replaces each of them. */
    private static boolean isReplaceable(String value) {
        return value.indexOf('\\') < 0 && value.codePoints().anyMatch(Character::isLetterOrDigit)
                && value.codePoints().allMatch(c -> c < 128 || !Character.isLetterOrDigit(c));
    }
}
