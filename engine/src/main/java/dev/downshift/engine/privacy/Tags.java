package dev.downshift.engine.privacy;

import java.util.regex.Pattern;

/** Names of types in angle brackets, which stand in place of values: {@code <PERSON>}, {@code <PERSON_1>}, {@code <PERSON:3f9a1c2b7d9fcc>}. */
final class Tags {

    private static final Pattern TAG = Pattern.compile("<(?:" + String.join("|", names()) + ")(?:_\\d{1,4}|:([0-9a-f]{10})([0-9a-f]{4}))?>");
    private static final int LONGEST = 40;

    private Tags() {}

    private static String[] names() {
        FindingType[] types = FindingType.values();
        String[] names = new String[types.length];
        for (int i = 0; i < types.length; i++) {
            names[i] = types[i].name();
        }
        return names;
    }

    static String plain(FindingType type) {
        return "<" + type.name() + ">";
    }

    static String numbered(FindingType type, int number) {
        return "<" + type.name() + "_" + number + ">";
    }

    static String hashed(Keyed keyed, FindingType type, String value) {
        Keyed.Choices choices = keyed.choices("hash " + type.name(), Entities.identity(value));
        String hash = String.format("%05x%05x", choices.below(1 << 20), choices.below(1 << 20));
        return "<" + type.name() + ":" + hash + check(hash) + ">";
    }

    /** By which a hash is told from a number that somebody wrote into such brackets. */
    private static String check(String hash) {
        return String.format("%04x", Keyed.MARKS.choices("hash-check", hash).below(1 << 16));
    }

    /** Whether a part of a text lies inside a tag, so that redacting twice changes nothing. */
    static boolean cover(String text, int start, int end) {
        for (int open = start; open >= 0 && open > start - LONGEST; open--) {
            char c = text.charAt(open);
            if (c == '<') {
                var tag = TAG.matcher(text).region(open, text.length());
                return tag.lookingAt() && tag.end() >= end
                        && (tag.group(1) == null || check(tag.group(1)).equals(tag.group(2)));
            }
            if (c == '>' && open < start) {
                return false;
            }
        }
        return false;
    }
}
