package dev.downshift.core;

import java.nio.charset.StandardCharsets;

/** What people type: how much of it is taken, and whether it can be stored as it is. */
public final class Text {

    /** The most characters of a comment or a reason. */
    public static final int LONGEST_COMMENT = 2000;

    /** The most characters of a name. */
    public static final int LONGEST_NAME = 200;

    private Text() {}

    /** Whether the database can hold it: PostgreSQL takes no NUL, and UTF-8 has no half of a surrogate pair. */
    public static boolean isStorable(String text) {
        return text.indexOf('\0') < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    /**
     * A comment without the blanks around it; it may be empty.
     *
     * @param field its name as the sender knows it
     * @throws InvalidInput where it is too long or cannot be stored
     */
    public static String comment(String field, String text) {
        return limited(field, text, LONGEST_COMMENT);
    }

    /**
     * A text without the blanks around it; it may be empty.
     *
     * @param field its name as the sender knows it
     * @throws InvalidInput where it has more characters than {@code most} or cannot be stored
     */
    public static String limited(String field, String text, int most) {
        String stripped = text.strip();
        if (stripped.length() > most) {
            throw new InvalidInput(field, "The text is too long: " + stripped.length() + " characters.", "Use at most " + most + ".");
        }
        if (!isStorable(stripped)) {
            throw new InvalidInput(field, "The text holds a character that cannot be stored.", StorableText.REMEDY);
        }
        return stripped;
    }
}
