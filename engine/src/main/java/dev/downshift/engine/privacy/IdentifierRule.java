package dev.downshift.engine.privacy;

import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * One line of {@code identifiers.txt}: a number that some body gives, what announces it and how it checks.
 *
 * @param besideCue its score where a cue stands before it
 * @param alone its score without a cue; 0 if it needs one
 * @param shortest how many letters and digits it has at least, to be found alone
 * @param longest how many at most
 * @param needs {@code a} if it has letters, {@code s} if it has separators, to be found alone
 */
record IdentifierRule(FindingType type, String name, double besideCue, double alone, int shortest, int longest, char needs, List<String> cues, Pattern pattern, Predicate<String> check) {

    static List<IdentifierRule> all() {
        return Resources.lines("identifiers.txt").map(IdentifierRule::of).toList();
    }

    private static IdentifierRule of(String line) {
        String[] fields = line.split(" \\| ", -1);
        if (fields.length != 7) {
            throw new IllegalStateException("identifiers.txt: a rule has 7 fields, this one " + fields.length + ": " + line);
        }
        String[] alone = fields[3].split(":", -1);
        String size = alone.length > 1 ? alone[1] : "0";
        char last = size.charAt(size.length() - 1);
        boolean marked = last == 'a' || last == 's';
        String[] lengths = (marked ? size.substring(0, size.length() - 1) : size).split("-", -1);
        return new IdentifierRule(FindingType.valueOf(fields[0]), fields[1], Double.parseDouble(fields[2]), Double.parseDouble(alone[0]), Integer.parseInt(lengths[0]),
                Integer.parseInt(lengths[lengths.length - 1]), marked ? last : ' ', List.of(fields[4].split(",", -1)), Pattern.compile(fields[5]), IdChecks.named(fields[6]));
    }

    boolean passes(String value) {
        StringBuilder plain = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (Character.isLetterOrDigit(c)) {
                plain.append(c);
            }
        }
        boolean cased = type == FindingType.CRYPTO_ADDRESS;
        return check.test(cased ? plain.toString() : plain.toString().toUpperCase(Locale.ROOT));
    }
}
