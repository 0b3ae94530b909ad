package dev.downshift.engine.privacy;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.regex.MatchResult;

/**
 * A regular expression in the syntax of RE2, which takes linear time whatever it says: no look-around, no back references.
 * It sees one line at a time, and of a line beyond 4,096 characters one part.
 *
 * @param name what findings call it, behind {@code own-pattern:}
 * @param pattern what a value looks like
 * @param type what the value is
 */
public record CustomPattern(String name, String pattern, FindingType type) {

    private static final java.util.regex.Pattern NAME = java.util.regex.Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,39}");
    private static final java.util.regex.Pattern COUNT = java.util.regex.Pattern.compile("\\{(\\d{1,9})(?:,(\\d{0,9}))?}");
    private static final int LONGEST = 1_000;
    private static final int MOST_REPETITIONS = 1_000;
    private static final int LARGEST_PROGRAM = 5_000;

    @SuppressWarnings("ConstantValue") // in JSON each of them may be left out
    public CustomPattern {
        name = name == null ? "" : name.strip();
        pattern = pattern == null ? "" : pattern;
        type = type == null ? FindingType.CUSTOM : type;
    }

    /** Reads the pattern; errors name the place of this pattern in the policy. */
    Pattern compiled(String place) {
        if (!NAME.matcher(name).matches()) {
            throw new InvalidPolicy(place + "/name", "The name is not one that findings can bear.", "Take 1 to 40 letters, digits, dots, hyphens and underscores.");
        }
        String at = place + "/pattern";
        if (pattern.isBlank() || pattern.length() > LONGEST) {
            throw new InvalidPolicy(at, "The pattern has " + pattern.length() + " characters.", "Give 1 to " + LONGEST + ", and make several patterns of a long one.");
        }
        requireFewRepetitions(at);
        Pattern compiled = compile(at);
        if (compiled.programSize() > LARGEST_PROGRAM) {
            throw new InvalidPolicy(at, "The pattern is too large once its repetitions are written out.", "Take smaller numbers in its braces, or + and *.");
        }
        if (compiled.matches("")) {
            throw new InvalidPolicy(at, "The pattern is found where nothing stands.", "Take + in place of *, and let something in it be required.");
        }
        return compiled;
    }

    private Pattern compile(String at) {
        try {
            return Pattern.compile(pattern);
        } catch (PatternSyntaxException wrong) {
            throw new InvalidPolicy(at, "The pattern cannot be read: " + wrong.getDescription() + " at " + wrong.getPattern() + ".",
                    "Keep to the syntax of RE2, which has no look-around and no back references.");
        }
    }

    /** Repetitions inside repetitions multiply, and would fill the memory before the program's size is known. */
    private void requireFewRepetitions(String at) {
        double repetitions = COUNT.matcher(pattern).results().mapToDouble(CustomPattern::count).reduce(1, (one, other) -> one * other);
        if (repetitions > MOST_REPETITIONS) {
            throw new InvalidPolicy(at, "The numbers in the braces of the pattern multiply to more than " + MOST_REPETITIONS + ".",
                    "Take smaller ones, or + and *.");
        }
    }

    private static double count(MatchResult braces) {
        String upper = braces.group(2);
        return Math.max(1, Double.parseDouble(upper == null || upper.isEmpty() ? braces.group(1) : upper));
    }
}
