package dev.downshift.engine.privacy;

import org.jspecify.annotations.Nullable;

/** Surrogates of secrets: random characters of the same kinds whose last ones are a mark over the rest. */
final class Marked {

    private static final String PASSWORD = "redacted";
    private static final int LONGEST_CHECK = 8;
    private static final int SHORTEST = 12;

    private Marked() {}

    /** A secret of the same length, its characters of the same kinds, its first {@code kept} the same; null if it is one of ours. */
    static @Nullable String secret(Keyed keyed, String value, int kept) {
        int body = value.length() - kept;
        if (isMarked(value)) {
            return null;
        }
        if (body < SHORTEST) {
            return value.substring(0, kept) + password(keyed, value);
        }
        boolean hex = isHex(value, kept);
        int check = value.length() - Math.min(LONGEST_CHECK, body / 2);
        StringBuilder made = new StringBuilder(value.length()).append(value, 0, kept);
        fill(keyed.choices("secret", value), value, kept, check, hex, made);
        if (matches(value, kept, check, hex)) {
            return null;
        }
        fill(Keyed.MARKS.choices("check", made.toString()), value, check, value.length(), hex, made);
        return made.toString();
    }

    /** A number with letters or without of the same shape, whose last characters are a mark; null if it is one of ours. */
    static @Nullable String number(Keyed keyed, String value) {
        if (isNumber(value)) {
            return null;
        }
        int check = startOfCheck(value);
        boolean hex = isHex(value, 0);
        StringBuilder made = new StringBuilder(value.length());
        fill(keyed.choices("id", value), value, 0, check, hex, made);
        fill(Keyed.MARKS.choices("id-check", made.toString()), value, check, value.length(), hex, made);
        return made.toString();
    }

    static boolean isNumber(String value) {
        int check = startOfCheck(value);
        if (check == 0) {
            return false;
        }
        StringBuilder expected = new StringBuilder();
        fill(Keyed.MARKS.choices("id-check", value.substring(0, check)), value, check, value.length(), isHex(value, 0), expected);
        return value.substring(check).contentEquals(expected);
    }

    /** Where the last characters begin that are a check: half of a short number, six of a long one. */
    private static int startOfCheck(String value) {
        int count = (int) value.chars().filter(Character::isLetterOrDigit).count();
        int wanted = Math.min(6, (count + 1) / 2);
        int at = value.length();
        while (at > 0 && wanted > 0) {
            at--;
            wanted -= Character.isLetterOrDigit(value.charAt(at)) ? 1 : 0;
        }
        return at;
    }

    private static boolean matches(String value, int kept, int check, boolean hex) {
        StringBuilder expected = new StringBuilder();
        fill(Keyed.MARKS.choices("check", value.substring(0, check)), value, check, value.length(), hex, expected);
        return value.substring(check).contentEquals(expected) && value.length() - kept >= SHORTEST;
    }

    /** A password marked as ours. */
    static String password(Keyed keyed, String value) {
        String id = hex(keyed.choices("password", value));
        return PASSWORD + id + hex(Keyed.MARKS.choices("password-check", id));
    }

    static boolean isMarked(String value) {
        int from = value.length() - PASSWORD.length() - 12;
        if (from < 0 || !value.startsWith(PASSWORD, from)) {
            return false;
        }
        String id = value.substring(from + PASSWORD.length(), value.length() - 6);
        return value.endsWith(hex(Keyed.MARKS.choices("password-check", id)));
    }

    private static String hex(Keyed.Choices choices) {
        return String.format("%06x", choices.below(1 << 24));
    }

    private static void fill(Keyed.Choices choices, String value, int from, int to, boolean hex, StringBuilder made) {
        for (int i = from; i < to; i++) {
            char c = value.charAt(i);
            if (i > from && value.charAt(i - 1) == '\\') {
                made.append(c);
            } else if (c >= '0' && c <= '9') {
                made.append((char) ('0' + choices.below(10)));
            } else if (c >= 'a' && c <= 'z') {
                made.append((char) ('a' + choices.below(hex ? 6 : 26)));
            } else if (c >= 'A' && c <= 'Z') {
                made.append((char) ('A' + choices.below(26)));
            } else {
                made.append(c);
            }
        }
    }

    private static boolean isHex(String value, int from) {
        for (int i = from; i < value.length(); i++) {
            char c = value.charAt(i);
            if (Character.isLetter(c) && !(c >= 'a' && c <= 'f')) {
                return false;
            }
        }
        return true;
    }
}
