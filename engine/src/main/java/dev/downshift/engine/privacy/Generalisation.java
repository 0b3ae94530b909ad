package dev.downshift.engine.privacy;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says less than a value does, and nothing but the type where there is no less exact value of it. */
final class Generalisation {

    private static final Pattern YEAR = Pattern.compile("(?<!\\d)(?:1[5-9]|20)\\d\\d(?!\\d)");
    private static final Pattern DECIMAL = Pattern.compile("\\d+\\.\\d+");
    private static final Pattern DIGITS = Pattern.compile("\\d{1,4}");
    private static final Pattern ZIP = Pattern.compile("\\d{5}(?:-\\d{4})?");
    private static final int BIN = 6;
    private static final int VENDOR = 6;
    /** Three-digit areas of at most 20,000 people in the census of 2000 (guidance on 45 CFR 164.514(b), HHS 2012). */
    private static final Set<String> SMALL_AREAS = Set.of("036", "059", "063", "102", "203", "556", "692", "790", "821", "823", "830", "831", "878", "879", "884", "890", "893");

    private Generalisation() {}

    static String of(FindingType type, String value) {
        return switch (type) {
            case DATE_TIME, DATE_OF_BIRTH -> year(type, value);
            case AGE -> DIGITS.matcher(value).matches() ? IndirectSurrogates.age(value) : Tags.plain(type);
            case POSTCODE -> postcode(value);
            case COORDINATES -> DECIMAL.matcher(value).replaceAll(number -> new BigDecimal(number.group()).setScale(1, RoundingMode.HALF_UP).toPlainString());
            case IP_ADDRESS -> network(type, value);
            case URL -> host(value);
            case CREDIT_CARD -> beginning(value, BIN);
            case MAC_ADDRESS -> beginning(value, VENDOR);
            case IBAN -> value.length() < 2 ? Tags.plain(type) : beginning(value, 2);
            case SECRET, URL_CREDENTIALS, EMAIL_ADDRESS, US_SSN, NATIONAL_ID, TAX_ID, PASSPORT, DRIVER_LICENSE, BANK_CODE, BANK_ACCOUNT, MEDICAL_RECORD, VEHICLE_ID,
                    CRYPTO_ADDRESS, PHONE_NUMBER, STREET_ADDRESS, USERNAME, PERSON, ORGANIZATION, LOCATION, NATIONALITY, TITLE, CUSTOM -> Tags.plain(type);
        };
    }

    private static String year(FindingType type, String value) {
        Matcher year = YEAR.matcher(value);
        return year.find() ? year.group() : Tags.plain(type);
    }

    /** A ZIP code's first three digits as HIPAA's Safe Harbor has them; of other postcodes the first half. */
    private static String postcode(String value) {
        if (value.indexOf('*') >= 0) {
            return value;
        }
        if (ZIP.matcher(value).matches()) {
            String area = value.substring(0, 3);
            return (SMALL_AREAS.contains(area) ? "000" : area) + "**";
        }
        int space = value.indexOf(' ');
        return beginning(value, space > 1 ? space : value.length() / 2);
    }

    /** The /24 of an IPv4 address, the /48 of an IPv6 address. */
    private static String network(FindingType type, String value) {
        if (value.indexOf(':') < 0) {
            int last = value.lastIndexOf('.');
            return last < 0 ? Tags.plain(type) : value.substring(0, last) + ".0";
        }
        String[] groups = value.toLowerCase(Locale.ROOT).split(":", -1);
        StringBuilder network = new StringBuilder();
        for (int i = 0; i < Math.min(3, groups.length) && !groups[i].isEmpty(); i++) {
            network.append(groups[i]).append(':');
        }
        return network.append(network.isEmpty() ? "::" : ":").toString();
    }

    /** The scheme and the host, without a user before it. */
    private static String host(String value) {
        int scheme = value.indexOf("://");
        int from = scheme < 0 ? 0 : scheme + 3;
        int end = from;
        while (end < value.length() && "/?#".indexOf(value.charAt(end)) < 0) {
            end++;
        }
        int user = value.lastIndexOf('@', end - 1);
        return user < from ? value.substring(0, end) : value.substring(0, from) + value.substring(user + 1, end);
    }

    /** The first letters and digits, and a star for each other. */
    private static String beginning(String value, int kept) {
        StringBuilder result = new StringBuilder(value.length());
        int seen = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            result.append(Character.isLetterOrDigit(c) && seen++ >= kept ? '*' : c);
        }
        return result.toString();
    }
}
