package dev.downshift.engine.privacy;

import java.util.Locale;
import java.util.regex.Pattern;

/** Whether a value that somebody says is of a type can be one, so far as a surrogate of its shape can be made. */
final class Shapes {

    private static final Pattern IBAN = Pattern.compile("[A-Z]{2}\\d{2}[A-Z0-9]{11,30}");
    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+");

    private Shapes() {}

    static boolean fits(FindingType type, String value) {
        int digits = NumberDetector.digits(value).length();
        return !value.isBlank() && switch (type) {
            case EMAIL_ADDRESS -> EMAIL.matcher(value).matches();
            case CREDIT_CARD -> digits >= 12 && digits <= 19;
            case IBAN -> IBAN.matcher(value.toUpperCase(Locale.ROOT).replace(" ", "")).matches();
            case US_SSN -> digits == 9;
            case PHONE_NUMBER -> digits >= 7;
            case URL_CREDENTIALS -> value.indexOf(':') > 0;
            case PERSON, USERNAME, ORGANIZATION, LOCATION, NATIONALITY, TITLE, STREET_ADDRESS -> value.codePoints().anyMatch(Character::isLetter);
            case NATIONAL_ID, TAX_ID, PASSPORT, DRIVER_LICENSE, BANK_CODE, BANK_ACCOUNT, MEDICAL_RECORD, VEHICLE_ID, CRYPTO_ADDRESS, MAC_ADDRESS, COORDINATES, POSTCODE ->
                value.codePoints().anyMatch(Character::isLetterOrDigit);
            case SECRET, IP_ADDRESS, DATE_OF_BIRTH, DATE_TIME, AGE, URL, CUSTOM -> true;
        };
    }
}
