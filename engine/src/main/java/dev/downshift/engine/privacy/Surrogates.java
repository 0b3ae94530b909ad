package dev.downshift.engine.privacy;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Made-up values of the same shape. Each is valid in itself but reserved, never issued or marked as ours, so that it hits
 * nobody; and each is recognised when it comes by again, so that redacting twice changes nothing.
 */
final class Surrogates {

    static final Pattern WORD = Pattern.compile("\\p{L}+(?:['’]\\p{L}+)*");
    private static final Pattern ORDINAL = Pattern.compile("\\d{1,3}(?:st|nd|rd|th)\\b");
    private static final Pattern OUR_DOMAIN = Pattern.compile("\\p{L}+\\.example\\.(?:com|org|net)", Pattern.CASE_INSENSITIVE);

    private final Keyed keyed;
    private final InventedNames names;
    private final NumberSurrogates numbers;
    private final IndirectSurrogates indirect;

    Surrogates(byte[] key) {
        this.keyed = new Keyed(key);
        this.names = new InventedNames(keyed);
        this.numbers = new NumberSurrogates(keyed);
        this.indirect = new IndirectSurrogates(keyed, names);
    }

    /** What replaces a found value; null if it is a surrogate already. */
    @Nullable String surrogate(Candidate found, String value) {
        return switch (found.type()) {
            case PERSON -> unlessSame(value, person(value));
            case LOCATION, ORGANIZATION, NATIONALITY, TITLE -> unlessSame(value, words(value));
            case USERNAME -> username(value);
            case DATE_TIME, DATE_OF_BIRTH -> unlessSame(value, IndirectSurrogates.date(value));
            case AGE -> unlessSame(value, IndirectSurrogates.age(value));
            case URL -> indirect.link(value);
            case POSTCODE, NATIONAL_ID, TAX_ID, PASSPORT, DRIVER_LICENSE, BANK_CODE, BANK_ACCOUNT, MEDICAL_RECORD, VEHICLE_ID, CRYPTO_ADDRESS, MAC_ADDRESS, COORDINATES -> Marked.number(keyed, value);
            case EMAIL_ADDRESS -> email(value);
            case CREDIT_CARD -> numbers.card(value);
            case IBAN -> numbers.iban(value);
            case US_SSN -> Marked.isNumber(value) ? null : numbers.socialSecurity(value);
            case PHONE_NUMBER -> Marked.isNumber(value) ? null : numbers.phone(value);
            case IP_ADDRESS -> value.indexOf(':') >= 0 ? numbers.v6(value) : numbers.v4(value);
            case STREET_ADDRESS -> address(value);
            case SECRET -> secret(value, found.kept());
            case URL_CREDENTIALS -> credentials(value);
            case CUSTOM -> custom(value);
        };
    }

    /** What replaces a value of an organization's own, which need not look like others of its type; null if it is a surrogate already. */
    @Nullable String ownSurrogate(FindingType type, String value) {
        if (value.indexOf('@') > 0) {
            return email(value);
        }
        return type == FindingType.PERSON ? unlessSame(value, person(value)) : custom(value);
    }

    private @Nullable String custom(String value) {
        boolean digits = value.chars().anyMatch(c -> c >= '0' && c <= '9');
        return digits ? Marked.number(keyed, value) : unlessSame(value, words(value));
    }

    /** The type and a short hash under the key. */
    String hash(FindingType type, String value) {
        return Tags.hashed(keyed, type, value);
    }

    private static @Nullable String unlessSame(String value, String surrogate) {
        return value.equals(surrogate) ? null : surrogate;
    }

    /** The words of a name; "van", "de" and their like stay. */
    private String person(String value) {
        return WORD.matcher(value).replaceAll(word -> Matcher.quoteReplacement(Word.isParticle(word.group()) ? word.group() : names.surrogate(word.group())));
    }

    private String words(String value) {
        return WORD.matcher(value).replaceAll(word -> Matcher.quoteReplacement(names.surrogate(word.group())));
    }

    private @Nullable String email(String value) {
        int at = value.lastIndexOf('@');
        String local = value.substring(0, at);
        String domain = value.substring(at + 1);
        if (OUR_DOMAIN.matcher(domain).matches() && WORD.matcher(local).results().allMatch(word -> InventedNames.isInvented(word.group()))
                && InventedNames.isInvented(domain.substring(0, domain.indexOf('.')))) {
            return null;
        }
        Keyed.Choices choices = keyed.choices("local", InventedNames.plain(local));
        StringBuilder digits = new StringBuilder(words(local));
        for (int i = 0; i < digits.length(); i++) {
            if (Character.isDigit(digits.charAt(i))) {
                digits.setCharAt(i, (char) ('0' + choices.below(10)));
            }
        }
        if (WORD.matcher(local).results().findAny().isEmpty()) {
            digits.insert(0, names.surrogate(local + "@"));
        }
        String[] endings = {"com", "org", "net"};
        String ending = endings[keyed.choices("ending", domain.toLowerCase(Locale.ROOT)).below(endings.length)];
        return digits + "@" + names.surrogate(domain.toLowerCase(Locale.ROOT)) + ".example." + ending;
    }

    /** The words as in the person's name, and other digits; null if the words are ours. */
    private @Nullable String username(String value) {
        if (WORD.matcher(value).results().allMatch(word -> InventedNames.isInvented(word.group()))) {
            return null;
        }
        StringBuilder made = new StringBuilder(value.length());
        appendDigits(words(value), 0, words(value).length(), keyed.choices("username", InventedNames.plain(value)), made);
        return made.toString();
    }

    private @Nullable String address(String value) {
        Keyed.Choices choices = keyed.choices("address", InventedNames.plain(value));
        String named = ORDINAL.matcher(value).replaceAll(street -> capitalized(names.surrogate(street.group())));
        StringBuilder result = new StringBuilder(named.length());
        Matcher word = AddressDetector.STREET_WORDS.matcher(named);
        boolean ours = value.equals(named);
        int from = 0;
        while (word.find()) {
            boolean suffix = AddressDetector.isSuffix(word.group());
            ours &= suffix || InventedNames.isInvented(word.group());
            appendDigits(named, from, word.start(), choices, result);
            result.append(suffix ? word.group() : names.surrogate(word.group()));
            from = word.end();
        }
        if (onlySuffixes(named)) {
            return box(value);
        }
        appendDigits(named, from, named.length(), choices, result);
        return ours ? null : result.toString();
    }

    private static boolean onlySuffixes(String value) {
        return AddressDetector.STREET_WORDS.matcher(value).results().allMatch(word -> AddressDetector.isSuffix(word.group()));
    }

    /** A box without a name: its digits are all that can tell that it is ours. */
    private @Nullable String box(String value) {
        String digits = Marked.number(keyed, NumberDetector.digits(value));
        return digits == null ? null : NumberSurrogates.shapedDigits(value, digits);
    }

    private static String capitalized(String word) {
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }

    private static void appendDigits(String value, int from, int to, Keyed.Choices choices, StringBuilder result) {
        for (int i = from; i < to; i++) {
            char c = value.charAt(i);
            result.append(c >= '0' && c <= '9' ? (char) ('1' + choices.below(9)) : c);
        }
    }

    private @Nullable String credentials(String value) {
        int colon = value.indexOf(':');
        String password = value.substring(colon + 1);
        if (Marked.isMarked(password)) {
            return null;
        }
        return names.surrogate(value.substring(0, colon).toLowerCase(Locale.ROOT)) + ":" + Marked.password(keyed, password);
    }

    private @Nullable String secret(String value, int kept) {
        return Marked.secret(keyed, value, kept);
    }
}
