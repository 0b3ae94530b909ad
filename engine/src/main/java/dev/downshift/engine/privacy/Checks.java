package dev.downshift.engine.privacy;

import org.iban4j.CountryCode;
import org.iban4j.bban.BbanStructure;

/** Check digits and issuing rules. */
final class Checks {

    private Checks() {}

    /** The Luhn check of ISO/IEC 7812-1, annex B. */
    static boolean luhn(CharSequence digits) {
        return luhnSum(digits, false) % 10 == 0;
    }

    /** The digit that makes {@code digits} followed by it pass {@link #luhn}. */
    static char luhnDigit(CharSequence digits) {
        return (char) ('0' + (10 - luhnSum(digits, true) % 10) % 10);
    }

    private static int luhnSum(CharSequence digits, boolean doubleLast) {
        int sum = 0;
        boolean twice = doubleLast;
        for (int i = digits.length() - 1; i >= 0; i--) {
            int digit = digits.charAt(i) - '0';
            int value = twice ? digit * 2 : digit;
            sum += value > 9 ? value - 9 : value;
            twice = !twice;
        }
        return sum;
    }

    /** The check of ISO 13616 (ISO/IEC 7064 MOD 97-10) on an IBAN without spaces. */
    static boolean mod97(String iban) {
        return remainder97(iban.substring(4) + iban.substring(0, 4)) == 1;
    }

    /** The two check digits for a country and a basic account number. */
    static String ibanCheck(String country, String account) {
        int check = 98 - remainder97(account + country + "00");
        return check < 10 ? "0" + check : String.valueOf(check);
    }

    private static int remainder97(String text) {
        int remainder = 0;
        for (int i = 0; i < text.length(); i++) {
            int value = Character.digit(text.charAt(i), 36);
            remainder = value < 0 ? 97 : (remainder * (value > 9 ? 100 : 10) + value) % 97;
        }
        return remainder;
    }

    /** How long a country's IBANs are; 0 if it has none. */
    static int ibanLength(String country) {
        CountryCode code = CountryCode.getByCode(country);
        BbanStructure structure = code == null ? null : BbanStructure.forCountry(code);
        return structure == null ? 0 : 4 + structure.getBbanLength();
    }

    /** Whether nine digits can be a social security number: area not 000, 666 or 9xx, group not 00, serial not 0000. */
    static boolean ssn(String digits) {
        return !digits.startsWith("000") && !digits.startsWith("666") && digits.charAt(0) != '9'
                && !digits.startsWith("00", 3) && !digits.endsWith("0000");
    }
}
