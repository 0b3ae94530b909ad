package dev.downshift.sample;

import java.math.BigInteger;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** An invented customer. The card passes Luhn's check and the IBAN its own, but neither was ever issued. */
record Person(String first, String last, String email, String phone, String card, String iban, String address) {

    static Person invent(Sections words, RandomGenerator random) {
        String first = words.pick("first", random);
        String last = words.pick("last", random);
        String email = (random.nextBoolean() ? first + "." + last : first.charAt(0) + last + random.nextInt(100))
                .toLowerCase(Locale.ROOT) + "@" + (random.nextBoolean() ? "example.com" : "mail.example.org");
        return new Person(first, last, email, phone(random), card(random), iban(random), address(words, random));
    }

    String name() {
        return first + " " + last;
    }

    static String address(Sections words, RandomGenerator random) {
        return (1 + random.nextInt(240)) + " " + words.pick("street", random) + ", "
                + (10_000 + random.nextInt(89_999)) + " " + words.pick("city", random);
    }

    private static String phone(RandomGenerator random) {
        return switch (random.nextInt(3)) {
            case 0 -> "+1 %d-555-01%02d".formatted(201 + 10 * random.nextInt(60), random.nextInt(100));
            case 1 -> "+44 20 7946 0%03d".formatted(random.nextInt(1000));
            default -> "+49 30 23125 %03d".formatted(random.nextInt(1000));
        };
    }

    private static String card(RandomGenerator random) {
        StringBuilder digits = new StringBuilder(random.nextBoolean() ? "4" : "5" + (1 + random.nextInt(5)));
        while (digits.length() < 15) {
            digits.append(random.nextInt(10));
        }
        digits.append(luhnCheckDigit(digits));
        return digits.insert(12, ' ').insert(8, ' ').insert(4, ' ').toString();
    }

    private static int luhnCheckDigit(CharSequence digits) {
        int sum = 0;
        for (int index = 0; index < digits.length(); index++) {
            int digit = digits.charAt(digits.length() - 1 - index) - '0';
            int weighted = index % 2 == 0 ? digit * 2 : digit;
            sum += weighted > 9 ? weighted - 9 : weighted;
        }
        return (10 - sum % 10) % 10;
    }

    private static String iban(RandomGenerator random) {
        String account = "%08d%010d".formatted(10_000_000 + random.nextInt(89_999_999), random.nextLong(10_000_000_000L));
        int remainder = new BigInteger(account + "131400").mod(BigInteger.valueOf(97)).intValue();
        String plain = "DE%02d%s".formatted(98 - remainder, account);
        return plain.replaceAll("(.{4})(?!$)", "$1 ");
    }
}
