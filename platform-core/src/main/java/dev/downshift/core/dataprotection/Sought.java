package dev.downshift.core.dataprotection;

import dev.downshift.core.InvalidInput;
import dev.downshift.core.intake.SoughtText;
import dev.downshift.core.intake.SoughtText.Kind;
import dev.downshift.engine.privacy.FindingType;

/** How values of a type are sought. */
final class Sought {

    private static final int SHORTEST_NUMBER = 5;
    private static final int SHORTEST_NAME = 2;
    private static final int NATIONAL_NUMBER = 10;
    private static final int LONGEST = 200;

    private Sought() {}

    static SoughtText of(FindingType type, String value) {
        return new SoughtText(kind(type), type == FindingType.PHONE_NUMBER ? national(value) : value);
    }

    /** Refuses what would be found everywhere, or nowhere. */
    static void check(FindingType type, String value) {
        int shortest = switch (kind(type)) {
            case NAME, WORDS -> SHORTEST_NAME;
            case CHARACTERS, PHONE -> SHORTEST_NUMBER;
        };
        if (value.codePoints().filter(Character::isLetterOrDigit).count() < shortest) {
            throw new InvalidInput("value", "This is too short to be looked for.", "Give the whole name or number.");
        }
        if (value.length() > LONGEST) {
            throw new InvalidInput("value", "This is longer than " + LONGEST + " characters.", "Give one name, address or number.");
        }
    }

    private static Kind kind(FindingType type) {
        return switch (type) {
            case PERSON -> Kind.NAME;
            case PHONE_NUMBER -> Kind.PHONE;
            case CREDIT_CARD, IBAN, BANK_ACCOUNT, BANK_CODE, US_SSN, NATIONAL_ID, TAX_ID, PASSPORT, DRIVER_LICENSE,
                    MEDICAL_RECORD, VEHICLE_ID, CRYPTO_ADDRESS, SECRET -> Kind.CHARACTERS;
            case EMAIL_ADDRESS, USERNAME, STREET_ADDRESS, IP_ADDRESS, MAC_ADDRESS, COORDINATES, DATE_OF_BIRTH,
                    POSTCODE, URL_CREDENTIALS, ORGANIZATION, LOCATION, URL, DATE_TIME, AGE, NATIONALITY, TITLE,
                    CUSTOM -> Kind.WORDS;
        };
    }

    /** The digits without the prefix of North America, which stands or does not. */
    private static String national(String value) {
        String digits = value.replaceAll("\\D", "");
        return digits.length() == NATIONAL_NUMBER + 1 && digits.startsWith("1") ? digits.substring(1) : digits;
    }
}
