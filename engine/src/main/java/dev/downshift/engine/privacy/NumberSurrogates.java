package dev.downshift.engine.privacy;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Surrogates of numbers: of the same length and punctuation, with right check digits, in ranges that are not given to anyone. */
final class NumberSurrogates {

    /** One in this many of the reserved numbers is a surrogate; the rest count as originals. */
    private static final int SPARSENESS = 16;

    private static final int[] AREA_CODES = {201, 202, 205, 206, 207, 208, 209, 210, 212, 213, 214, 215, 216, 217, 218, 219, 225, 228, 229, 231, 234, 239,
        240, 248, 251, 252, 253, 254, 256, 260, 262, 267, 269, 270, 272, 276, 281, 301, 302, 303, 304, 305, 307, 308, 309, 310, 312, 313, 314, 315, 316, 317,
        318, 319, 320, 321, 323, 325, 330, 334, 336, 337, 339, 347, 351, 352, 360, 361, 386, 401, 402, 404, 405, 406, 407, 408, 409, 410, 412, 413, 414, 415,
        417, 419, 423, 424, 425, 430, 432, 434, 435, 440, 443, 469, 478, 479, 480, 484, 501, 502, 503, 504, 505, 507, 508, 509, 510, 512, 513, 515, 516, 517,
        518, 520, 530, 540, 541, 559, 561, 562, 563, 567, 570, 571, 573, 574, 575, 580, 585, 586, 601, 602, 603, 605, 606, 607, 608, 609, 610, 612, 614, 615,
        616, 617, 618, 619, 620, 623, 626, 630, 631, 636, 641, 646, 650, 651, 660, 661, 662, 678, 682, 701, 702, 703, 704, 706, 707, 708, 712, 713, 714, 715,
        716, 717, 718, 719, 720, 724, 727, 731, 732, 734, 740, 754, 757, 760, 763, 765, 770, 772, 773, 774, 775, 781, 785, 786, 801, 802, 803, 804, 805, 806,
        808, 810, 812, 813, 814, 815, 816, 817, 818, 828, 830, 831, 832, 843, 845, 847, 848, 850, 856, 857, 858, 859, 860, 863, 864, 865, 870, 878, 901, 903,
        904, 906, 907, 908, 909, 910, 912, 913, 914, 915, 916, 917, 918, 919, 920, 925, 928, 931, 936, 937, 940, 941, 949, 951, 952, 954, 956, 970, 971, 972,
        973, 978, 979, 980, 985, 989};

    private final Keyed keyed;

    NumberSurrogates(Keyed keyed) {
        this.keyed = keyed;
    }

    /** The network's first digit, then zeros that no issuer has, a number, a mark of five digits, the Luhn digit. */
    @Nullable String card(String value) {
        String digits = NumberDetector.digits(value);
        String head = digits.charAt(0) + "00000";
        int free = digits.length() - head.length() - 6;
        if (digits.startsWith(head) && digits.startsWith(cardCheck(digits.substring(0, head.length() + free)), head.length() + free)) {
            return null;
        }
        String body = head + digits(keyed.choices("card", digits), free);
        String checked = body + cardCheck(body);
        return shaped(value, checked + Checks.luhnDigit(checked));
    }

    private static String cardCheck(String body) {
        return digits(Keyed.MARKS.choices("card-check", body), 5);
    }

    /** The country, then zeros or X for the bank, a number, and a mark of five digits. */
    @Nullable String iban(String value) {
        String upper = value.toUpperCase(Locale.ROOT);
        String made = capitalIban(upper);
        return made == null || value.equals(upper) ? made : made.toLowerCase(Locale.ROOT);
    }

    private @Nullable String capitalIban(String value) {
        String plain = value.replace(" ", "");
        String account = plain.substring(4);
        int check = account.length() - 5;
        if (isBank(account) && account.startsWith(ibanCheck(account, check), check)) {
            return null;
        }
        Keyed.Choices choices = keyed.choices("iban", plain);
        StringBuilder made = new StringBuilder();
        for (int i = 0; i < check; i++) {
            boolean letter = Character.isLetter(account.charAt(i));
            int zero = letter ? 'X' : '0';
            made.append((char) (i < 4 ? zero : letter ? 'A' + choices.below(26) : '0' + choices.below(10)));
        }
        made.append(ibanCheck(account.substring(0, 0) + made + account.substring(check), check));
        return shaped(value, plain.substring(0, 2) + Checks.ibanCheck(plain.substring(0, 2), made.toString()) + made);
    }

    private static boolean isBank(String account) {
        return account.chars().limit(4).allMatch(c -> c == 'X' || c == '0');
    }

    private static String ibanCheck(String account, int check) {
        Keyed.Choices choices = Keyed.MARKS.choices("iban-check", account.substring(0, check));
        StringBuilder made = new StringBuilder();
        for (int i = check; i < account.length(); i++) {
            made.append((char) (Character.isLetter(account.charAt(i)) ? 'A' + choices.below(26) : '0' + choices.below(10)));
        }
        return made.toString();
    }

    /** Area 666, which was never issued. */
    String socialSecurity(String value) {
        Keyed.Choices choices = keyed.choices("ssn", NumberDetector.digits(value));
        return shaped(value, String.format(Locale.ROOT, "666%02d%04d", 1 + choices.below(99), 1 + choices.below(9999)));
    }

    /** A North American number 555-01xx, reserved for fiction (ATIS-0300115), in as many digits as there were. */
    @Nullable String phone(String value) {
        int extension = Math.max(value.indexOf('x'), value.indexOf("ext"));
        String main = extension > 0 ? value.substring(0, extension) : value;
        String digits = NumberDetector.digits(main);
        if (isPhone(digits)) {
            return null;
        }
        Keyed.Choices choices = keyed.choices("phone", significant(digits));
        String made;
        do {
            made = String.format(Locale.ROOT, "%03d55501%02d", AREA_CODES[choices.below(AREA_CODES.length)], choices.below(100));
        } while (!chosen(made));
        return main.startsWith("+") ? "+1" + grouped(main, made) : phoneShaped(main, digits.length(), made);
    }

    private static String significant(String digits) {
        return digits.length() == 11 && digits.charAt(0) == '1' ? digits.substring(1) : digits;
    }

    private static String grouped(String original, String made) {
        char separator = original.indexOf('-') > 0 ? '-' : original.indexOf(' ') > 0 ? ' ' : '\0';
        String s = separator == '\0' ? "" : String.valueOf(separator);
        return s + made.substring(0, 3) + s + made.substring(3, 6) + s + made.substring(6);
    }

    private static String phoneShaped(String original, int digits, String made) {
        if (digits == 10 || (digits == 11 && original.startsWith("1"))) {
            return shaped(original, digits == 11 ? "1" + made : made);
        }
        return digits == 7 ? shaped(original, made.substring(3)) : grouped(" " + original, made).strip().replaceFirst("^-", "");
    }

    private static boolean isPhone(String digits) {
        String national = significant(digits);
        if (national.length() == 7) {
            return national.startsWith("55501");
        }
        return national.length() == 10 && national.startsWith("55501", 3) && chosen(national);
    }

    private static boolean chosen(String number) {
        return Keyed.MARKS.choices("phone-check", number).below(SPARSENESS) == 0;
    }

    /** In 198.18.0.0/15, which RFC 2544 reserves for benchmarks. */
    @Nullable String v4(String value) {
        if ((value.startsWith("198.18.") || value.startsWith("198.19.")) && chosen(value)) {
            return null;
        }
        Keyed.Choices choices = keyed.choices("ipv4", value);
        String made;
        do {
            made = "198." + (18 + choices.below(2)) + "." + choices.below(256) + "." + choices.below(256);
        } while (!chosen(made));
        return made;
    }

    /** In 2001:db8::/32, which RFC 3849 reserves for documentation. */
    @Nullable String v6(String value) {
        if (value.startsWith("2001:db8:") && v6Marked(value)) {
            return null;
        }
        String made = "2001:db8:" + groups(keyed.choices("ipv6", value.toLowerCase(Locale.ROOT)), 4);
        return made + groups(Keyed.MARKS.choices("ipv6-check", made), 2).replaceFirst(":$", "");
    }

    private static boolean v6Marked(String value) {
        String[] parts = value.split(":", -1);
        if (parts.length != 8) {
            return false;
        }
        String head = "2001:db8:" + parts[2] + ":" + parts[3] + ":" + parts[4] + ":" + parts[5] + ":";
        return value.equals(head + groups(Keyed.MARKS.choices("ipv6-check", head), 2).replaceFirst(":$", ""));
    }

    private static String groups(Keyed.Choices choices, int count) {
        StringBuilder made = new StringBuilder();
        for (int i = 0; i < count; i++) {
            made.append(Integer.toHexString(choices.below(65536))).append(':');
        }
        return made.toString();
    }

    private static String digits(Keyed.Choices choices, int count) {
        StringBuilder made = new StringBuilder(Math.max(0, count));
        for (int i = 0; i < count; i++) {
            made.append((char) ('0' + choices.below(10)));
        }
        return made.toString();
    }

    /** Puts the digits of {@code made} where {@code original} has digits. */
    static String shapedDigits(String original, String made) {
        StringBuilder result = new StringBuilder(original);
        int next = 0;
        for (int i = 0; i < original.length(); i++) {
            char c = original.charAt(i);
            if (c >= '0' && c <= '9') {
                result.setCharAt(i, made.charAt(next++));
            }
        }
        return result.toString();
    }

    /** Puts the characters of {@code made} where {@code original} has letters and digits. */
    private static String shaped(String original, String made) {
        StringBuilder result = new StringBuilder(original.length());
        int next = 0;
        for (int i = 0; i < original.length(); i++) {
            char c = original.charAt(i);
            result.append(Character.isLetterOrDigit(c) && next < made.length() ? made.charAt(next++) : c);
        }
        return result.toString();
    }
}
