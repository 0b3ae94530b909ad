package dev.downshift.engine.privacy;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One line of {@code secrets.txt}: the form of a provider's keys or tokens.
 *
 * @param anchors the words of which one must be there
 * @param pattern what is looked for, with no repetition inside a repetition, so that it runs in linear time; group 1 is the
 *     secret where there is one
 * @param entropy the bits of entropy a character of the secret has at least
 */
record SecretRule(String name, Kind kind, List<String> anchors, Pattern pattern, double entropy) {

    private static final String ASSIGNED = "[A-Za-z0-9_ .\\[\\]\"'()$-]{0,40}?(?:=|:|>|,|\\bis\\b| )[ \"'`>=(]{0,6}(";

    /** Where the pattern stands to the word. */
    enum Kind {
        /** It begins at the word. */
        PREFIX,
        /** It begins at the word in whatever case. */
        LOOSE,
        /** It follows the word as the value that is assigned. */
        NEAR,
        /** The word is inside. */
        AROUND
    }

    static List<SecretRule> all() {
        return Resources.lines("secrets.txt").map(SecretRule::of).toList();
    }

    private static SecretRule of(String line) {
        String[] fields = line.split(" \\| ", -1);
        if (fields.length != 5) {
            throw new IllegalStateException("secrets.txt: a rule has 5 fields, this one " + fields.length + ": " + line);
        }
        Kind kind = Kind.valueOf(fields[1].toUpperCase(Locale.ROOT));
        Pattern pattern = Pattern.compile(kind == Kind.NEAR ? ASSIGNED + fields[3] + ")" : fields[3]);
        return new SecretRule(fields[0], kind, List.of(fields[2].split(",", -1)), pattern, Double.parseDouble(fields[4]));
    }
}
