package dev.downshift.engine.privacy;

import java.util.Map;
import java.util.function.Predicate;

/** Check digits of identity, tax, vehicle and bank numbers, on values without separators and in capitals. */
final class IdChecks {

    private static final int[][] VERHOEFF_TURN = {{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, {1, 5, 7, 6, 2, 8, 3, 0, 9, 4}, {5, 8, 0, 3, 7, 9, 6, 1, 4, 2}, {8, 9, 1, 6, 0, 4, 3, 5, 2, 7},
            {9, 4, 5, 3, 1, 2, 6, 8, 7, 0}, {4, 2, 8, 6, 5, 7, 3, 9, 0, 1}, {2, 7, 9, 3, 8, 0, 6, 4, 1, 5}, {7, 0, 4, 6, 9, 1, 3, 2, 5, 8}};
    private static final int[][] VERHOEFF_GROUP = {{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, {1, 2, 3, 4, 0, 6, 7, 8, 9, 5}, {2, 3, 4, 0, 1, 7, 8, 9, 5, 6}, {3, 4, 0, 1, 2, 8, 9, 5, 6, 7}, {4, 0, 1, 2, 3, 9, 5, 6, 7, 8},
            {5, 9, 8, 7, 6, 0, 4, 3, 2, 1}, {6, 5, 9, 8, 7, 1, 0, 4, 3, 2}, {7, 6, 5, 9, 8, 2, 1, 0, 4, 3}, {8, 7, 6, 5, 9, 3, 2, 1, 0, 4}, {9, 8, 7, 6, 5, 4, 3, 2, 1, 0}};
    private static final String DNI = "TRWAGMYFPDXBNJZSQVHLCKE";
    private static final int[] FISCAL_ODD = {1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23};

    private static final Map<String, Predicate<String>> CHECKS = Map.ofEntries(
            Map.entry("none", value -> true),
            Map.entry("luhn", Checks::luhn),
            Map.entry("itin", IdChecks::itin),
            Map.entry("nino", value -> !value.matches("(?:BG|GB|NK|KN|TN|NT|ZZ).*")),
            Map.entry("nhs", value -> digitAt(value, 9) == (11 - sum(value, 10, 9, 8, 7, 6, 5, 4, 3, 2) % 11) % 11),
            Map.entry("mod11-10", IdChecks::mod1110),
            Map.entry("nir", IdChecks::nir),
            Map.entry("dni", IdChecks::dni),
            Map.entry("codice-fiscale", IdChecks::fiscalCode),
            Map.entry("bsn", value -> Math.floorMod(sum(value, 9, 8, 7, 6, 5, 4, 3, 2, -1), 11) == 0 && number(value) > 0),
            Map.entry("belgium", value -> number(value, 9, 11) == 97 - number(value, 0, 9) % 97 || number(value, 9, 11) == 97 - (2_000_000_000L + number(value, 0, 9)) % 97),
            Map.entry("nif", value -> digitAt(value, 8) == elevenOrZero(sum(value, 9, 8, 7, 6, 5, 4, 3, 2))),
            Map.entry("pesel", value -> date(value, 0, true) && digitAt(value, 10) == (10 - sum(value, 1, 3, 7, 9, 1, 3, 7, 9, 1, 3) % 10) % 10),
            Map.entry("personnummer", value -> date(value.substring(value.length() - 10), 0, false) && Checks.luhn(value.substring(value.length() - 10))),
            Map.entry("norway", IdChecks::norway),
            Map.entry("cpr", value -> dayFirst(value)),
            Map.entry("hetu", IdChecks::hetu),
            Map.entry("rodne", value -> date(value, 0, true) && (number(value) % 11 == 0 || (number(value, 0, 9) % 11 == 10 && value.endsWith("0")))),
            Map.entry("taj", value -> digitAt(value, 8) == sum(value, 3, 7, 3, 7, 3, 7, 3, 7) % 10),
            Map.entry("cnp", value -> digitAt(value, 12) == tenToOne(sum(value, 2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9) % 11) && date(value, 1, false)),
            Map.entry("egn", value -> digitAt(value, 9) == sum(value, 2, 4, 8, 5, 10, 9, 7, 3, 6) % 11 % 10 && date(value, 0, true)),
            Map.entry("jmbg", value -> digitAt(value, 12) == elevenOrZero(sum(value, 7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) && dayFirst(value)),
            Map.entry("baltic", IdChecks::baltic),
            Map.entry("latvia", value -> Math.floorMod(1101 - sum(value, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2), 11) % 10 == digitAt(value, 10)),
            Map.entry("amka", value -> dayFirst(value) && Checks.luhn(value)),
            Map.entry("afm", value -> digitAt(value, 8) == sum(value, 256, 128, 64, 32, 16, 8, 4, 2) % 11 % 10),
            Map.entry("pps", IdChecks::pps),
            Map.entry("svnr", value -> digitAt(value, 3) == sum(value, 3, 7, 9, 0, 5, 8, 4, 2, 1, 6) % 11),
            Map.entry("ean", value -> digitAt(value, 12) == (10 - sum(value, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3) % 10) % 10),
            Map.entry("tckn", IdChecks::turkey),
            Map.entry("verhoeff", IdChecks::verhoeff),
            Map.entry("mod11-2", IdChecks::china),
            Map.entry("cpf", IdChecks::cpf),
            Map.entry("cnpj", value -> digitAt(value, 12) == lessThanTwo(sum(value, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2)) && digitAt(value, 13) == lessThanTwo(sum(value, 6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2))),
            Map.entry("tfn", value -> sum(value, 1, 4, 3, 7, 5, 8, 6, 9, 10) % 11 == 0),
            Map.entry("medicare", value -> digitAt(value, 8) == sum(value, 1, 3, 7, 9, 1, 3, 7, 9) % 10),
            Map.entry("abn", value -> (sum(value, 10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19) - 10) % 89 == 0),
            Map.entry("south-africa", value -> date(value, 0, false) && Checks.luhn(value)),
            Map.entry("rrn", value -> date(value, 0, false) && digitAt(value, 12) == (11 - sum(value, 2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5) % 11) % 10),
            Map.entry("my-number", value -> digitAt(value, 11) == elevenOrZero(sum(value, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2))),
            Map.entry("taiwan", IdChecks::taiwan),
            Map.entry("nric", IdChecks::nric),
            Map.entry("hkid", IdChecks::hkid),
            Map.entry("cuit", value -> digitAt(value, 10) == elevenOrZero(sum(value, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2))),
            Map.entry("rut", IdChecks::rut),
            Map.entry("thailand", value -> digitAt(value, 12) == (11 - sum(value, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2) % 11) % 10),
            Map.entry("malaysia", value -> date(value, 0, false)),
            Map.entry("kennitala", value -> dayFirst(value) && digitAt(value, 8) == elevenOrZero(sum(value, 3, 2, 7, 6, 5, 4, 3, 2))),
            Map.entry("vin", IdChecks::vin),
            Map.entry("routing", value -> sum(value, 3, 7, 1, 3, 7, 1, 3, 7, 1) % 10 == 0 && number(value) > 0),
            Map.entry("vat-be", value -> number(value, value.length() - 2, value.length()) == 97 - number(digits(value), 0, 8) % 97),
            Map.entry("vat-de", value -> mod1110(digits(value))),
            Map.entry("vat-fr", value -> number(value, 2, 4) == (12 + 3 * (number(value, 4, 13) % 97)) % 97),
            Map.entry("vat-it", value -> Checks.luhn(digits(value))),
            Map.entry("vat-pl", value -> sum(digits(value), 6, 5, 7, 2, 3, 4, 5, 6, 7) % 11 == digitAt(digits(value), 9)),
            Map.entry("vat-at", IdChecks::austrianVat),
            Map.entry("vat-dk", value -> sum(digits(value), 2, 7, 6, 5, 4, 3, 2, 1) % 11 == 0),
            Map.entry("vat-fi", value -> digitAt(digits(value), 7) == elevenOrZero(sum(digits(value), 7, 9, 10, 5, 8, 4, 2))),
            Map.entry("vat-pt", value -> digitAt(digits(value), 8) == elevenOrZero(sum(digits(value), 9, 8, 7, 6, 5, 4, 3, 2))),
            Map.entry("vat-lu", value -> number(digits(value), 0, 6) % 89 == number(digits(value), 6, 8)),
            Map.entry("vat-gb", IdChecks::britishVat),
            Map.entry("vat-se", value -> Checks.luhn(digits(value).substring(0, 10))),
            Map.entry("base58", Base58::checks),
            Map.entry("german-card", IdChecks::sevenThreeOne));

    private IdChecks() {}

    /** The check with a name; it is given the value without separators, in capitals unless the case matters. */
    static Predicate<String> named(String name) {
        Predicate<String> check = CHECKS.get(name);
        if (check == null) {
            throw new IllegalArgumentException("there is no check called " + name);
        }
        return check;
    }

    private static int digitAt(String value, int i) {
        return value.charAt(i) - '0';
    }

    static String digits(String value) {
        return NumberDetector.digits(value);
    }

    private static long number(String value) {
        return Long.parseLong(value);
    }

    private static long number(String value, int from, int to) {
        return Long.parseLong(value.substring(from, to));
    }

    private static int sum(String value, int... weights) {
        int sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += digitAt(value, i) * weights[i];
        }
        return sum;
    }

    private static int elevenOrZero(int sum) {
        int rest = 11 - sum % 11;
        return rest > 9 ? 0 : rest;
    }

    private static int lessThanTwo(int sum) {
        int rest = sum % 11;
        return rest < 2 ? 0 : 11 - rest;
    }

    private static int tenToOne(int rest) {
        return rest == 10 ? 1 : rest;
    }

    /** YYMMDD at an offset; {@code shifted} allows months with 20, 40, 50, 60, 70 or 80 added and days with 40 or 60. */
    private static boolean date(String value, int at, boolean shifted) {
        long month = number(value, at + 2, at + 4);
        long day = number(value, at + 4, at + 6);
        long plainMonth = !shifted ? month : month > 80 ? month - 80 : month > 70 ? month - 70 : month > 60 ? month - 60 : month > 50 ? month - 50 : month > 40 ? month - 40 : month > 20 ? month - 20 : month;
        long plainDay = day > 60 ? day - 60 : day;
        return plainMonth >= 1 && plainMonth <= 12 && plainDay >= 1 && plainDay <= 31;
    }

    private static boolean dayFirst(String value) {
        long day = number(value, 0, 2);
        long month = number(value, 2, 4);
        return month >= 1 && month <= 12 && ((day >= 1 && day <= 31) || (day >= 41 && day <= 71));
    }

    /** IRS: 9xx with a group from 50 to 65, 70 to 88, 90 to 92 or 94 to 99. */
    private static boolean itin(String value) {
        long group = number(value, 3, 5);
        return (group >= 50 && group <= 65) || (group >= 70 && group <= 88) || (group >= 90 && group <= 92) || group >= 94;
    }

    /** ISO/IEC 7064 MOD 11,10. */
    private static boolean mod1110(String value) {
        int product = 10;
        for (int i = 0; i < value.length() - 1; i++) {
            int sum = (digitAt(value, i) + product) % 10;
            product = 2 * (sum == 0 ? 10 : sum) % 11;
        }
        return (11 - product) % 10 == digitAt(value, value.length() - 1);
    }

    private static boolean nir(String value) {
        String plain = value.replace("2A", "19").replace("2B", "18");
        if (!plain.chars().allMatch(Character::isDigit)) {
            return false;
        }
        return 97 - number(plain, 0, 13) % 97 == number(plain, 13, 15);
    }

    private static boolean dni(String value) {
        String plain = value.replaceFirst("^X", "0").replaceFirst("^Y", "1").replaceFirst("^Z", "2");
        return DNI.charAt((int) (number(plain, 0, plain.length() - 1) % 23)) == plain.charAt(plain.length() - 1);
    }

    private static boolean fiscalCode(String value) {
        int sum = 0;
        for (int i = 0; i < 15; i++) {
            char c = value.charAt(i);
            int place = c <= '9' ? c - '0' : c - 'A';
            sum += i % 2 == 0 ? FISCAL_ODD[place] : place;
        }
        return value.charAt(15) == 'A' + sum % 26;
    }

    private static boolean norway(String value) {
        int first = 11 - sum(value, 3, 7, 6, 1, 8, 9, 4, 5, 2) % 11;
        int second = 11 - sum(value, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2) % 11;
        return dayFirst(value) && digitAt(value, 9) == first % 11 && digitAt(value, 10) == second % 11;
    }

    private static boolean hetu(String value) {
        String digits = digits(value.substring(0, value.length() - 1));
        return digits.length() == 9 && dayFirst(digits) && "0123456789ABCDEFHJKLMNPRSTUVWXY".charAt((int) (number(digits) % 31)) == value.charAt(value.length() - 1);
    }

    private static boolean baltic(String value) {
        int first = sum(value, 1, 2, 3, 4, 5, 6, 7, 8, 9, 1) % 11;
        int second = sum(value, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3) % 11;
        int check = first < 10 ? first : second < 10 ? second : 0;
        return date(value, 1, false) && digitAt(value, 10) == check;
    }

    private static boolean pps(String value) {
        int sum = sum(value, 8, 7, 6, 5, 4, 3, 2) + (value.length() > 8 ? 9 * (value.charAt(8) == 'W' ? 0 : value.charAt(8) - '@') : 0);
        return "WABCDEFGHIJKLMNOPQRSTUV".charAt(sum % 23) == value.charAt(7);
    }

    private static boolean turkey(String value) {
        int odd = digitAt(value, 0) + digitAt(value, 2) + digitAt(value, 4) + digitAt(value, 6) + digitAt(value, 8);
        int even = digitAt(value, 1) + digitAt(value, 3) + digitAt(value, 5) + digitAt(value, 7);
        return digitAt(value, 9) == Math.floorMod(odd * 7 - even, 10) && digitAt(value, 10) == (odd + even + digitAt(value, 9)) % 10;
    }

    private static boolean verhoeff(String value) {
        int check = 0;
        for (int i = 0; i < value.length(); i++) {
            int digit = digitAt(value, value.length() - 1 - i);
            check = dihedral(check, VERHOEFF_TURN[i % 8][digit]);
        }
        return check == 0;
    }

    private static int dihedral(int a, int b) {
        return VERHOEFF_GROUP[a][b];
    }

    private static boolean china(String value) {
        int sum = sum(value, 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2);
        return "10X98765432".charAt(sum % 11) == value.charAt(17) && date(value, 8, false);
    }

    private static boolean cpf(String value) {
        return value.chars().distinct().count() > 1 && digitAt(value, 9) == lessThanTwo(sum(value, 10, 9, 8, 7, 6, 5, 4, 3, 2))
                && digitAt(value, 10) == lessThanTwo(sum(value, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2));
    }

    private static boolean taiwan(String value) {
        int letter = "ABCDEFGHJKLMNPQRSTUVXYWZIO".indexOf(value.charAt(0)) + 10;
        return (letter / 10 + letter % 10 * 9 + sum(value.substring(1), 8, 7, 6, 5, 4, 3, 2, 1, 1)) % 10 == 0;
    }

    private static boolean nric(String value) {
        char kind = value.charAt(0);
        int sum = sum(value.substring(1), 2, 7, 6, 5, 4, 3, 2) + (kind == 'T' || kind == 'G' ? 4 : kind == 'M' ? 3 : 0);
        String letters = kind == 'S' || kind == 'T' ? "JZIHGFEDCBA" : kind == 'M' ? "XWUTRQPNJLK" : "XWUTRQPNMLK";
        return letters.charAt(sum % 11) == value.charAt(8);
    }

    private static boolean hkid(String value) {
        boolean one = value.length() == 8;
        int sum = one ? 36 * 9 + (value.charAt(0) - 'A' + 10) * 8 : (value.charAt(0) - 'A' + 10) * 9 + (value.charAt(1) - 'A' + 10) * 8;
        String rest = value.substring(one ? 1 : 2);
        int check = rest.charAt(6) == 'A' ? 10 : digitAt(rest, 6);
        return (sum + sum(rest, 7, 6, 5, 4, 3, 2) + check) % 11 == 0;
    }

    private static boolean rut(String value) {
        int sum = 0;
        int weight = 2;
        for (int i = value.length() - 2; i >= 0; i--) {
            sum += digitAt(value, i) * weight;
            weight = weight == 7 ? 2 : weight + 1;
        }
        return "0K987654321".charAt(sum % 11) == value.charAt(value.length() - 1);
    }

    /** ISO 3779 with the check digit of 49 CFR 565. */
    private static boolean vin(String value) {
        int[] weights = {8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2};
        int sum = 0;
        for (int i = 0; i < 17; i++) {
            char c = value.charAt(i);
            sum += weights[i] * (c <= '9' ? c - '0' : "ABCDEFGH".indexOf(c) >= 0 ? c - 'A' + 1 : "JKLMN".indexOf(c) >= 0 ? c - 'J' + 1 : c == 'P' ? 7 : c == 'R' ? 9 : c - 'S' + 2);
        }
        return "0123456789X".charAt(sum % 11) == value.charAt(8);
    }

    private static boolean austrianVat(String value) {
        String digits = digits(value);
        int sum = 0;
        for (int i = 0; i < 7; i++) {
            int twice = digitAt(digits, i) * (i % 2 == 0 ? 1 : 2);
            sum += twice / 10 + twice % 10;
        }
        return digitAt(digits, 7) == Math.floorMod(10 - (sum + 4) % 10, 10);
    }

    private static boolean britishVat(String value) {
        String digits = digits(value);
        int sum = sum(digits, 8, 7, 6, 5, 4, 3, 2) + (int) number(digits, 7, 9);
        return sum % 97 == 0 || (sum + 55) % 97 == 0;
    }

    /** The weights 7, 3 and 1 of machine-readable documents, ICAO 9303. */
    private static boolean sevenThreeOne(String value) {
        int[] weights = {7, 3, 1};
        int sum = 0;
        for (int i = 0; i < value.length() - 1; i++) {
            char c = value.charAt(i);
            sum += weights[i % 3] * (c <= '9' ? c - '0' : c - 'A' + 10);
        }
        return sum % 10 == digitAt(value, value.length() - 1);
    }
}
