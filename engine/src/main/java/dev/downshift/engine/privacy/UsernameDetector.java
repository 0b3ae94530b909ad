package dev.downshift.engine.privacy;

import java.util.List;

/** Names for signing in that are a first and a last name and a number, such as {@code mia_li_3668}. */
final class UsernameDetector implements Detector {

    private static final int MOST_PARTS = 4;

    @Override
    public void detect(Scanned scanned, List<Candidate> found) {
        String text = scanned.text();
        for (int run = 0; run < scanned.runs(); run++) {
            int start = scanned.runStart(run);
            int end = scanned.runEnd(run);
            boolean joined = start > 2 && (text.charAt(start - 1) == '_' || text.charAt(start - 1) == '.' || text.charAt(start - 1) == '-') && isLetter(text.charAt(start - 2));
            boolean closed = end == text.length() || !(Character.isLetterOrDigit(text.charAt(end)) || text.charAt(end) == '_' || text.charAt(end) == '-' || text.charAt(end) == '@');
            if (joined && closed && end - start >= 2 && end - start <= 6) {
                name(text, start - 1, end, text.charAt(start - 1), found);
            }
        }
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c > 127 && Character.isLetter(c));
    }

    /** Reads the words to the left of the separator at {@code mark}. */
    private static void name(String text, int mark, int end, char separator, List<Candidate> found) {
        int parts = 0;
        int flags = 0;
        int first = 0;
        int from = mark;
        while (parts < MOST_PARTS && from > 0) {
            int start = from;
            while (start > 0 && isLetter(text.charAt(start - 1))) {
                start--;
            }
            if (start == from) {
                return;
            }
            int known = InventedNames.isInvented(text.substring(start, from)) ? Gazetteer.FIRST_NAME | Gazetteer.LAST_NAME : Gazetteer.flags(Tokens.hash(text, start, from));
            flags = parts == 0 ? known : flags;
            first = known;
            parts++;
            from = start;
            if (start == 0 || text.charAt(start - 1) != separator) {
                break;
            }
            from = start - 1;
        }
        boolean begins = from == 0 || !(Character.isLetterOrDigit(text.charAt(from - 1)) || "_@/.-".indexOf(text.charAt(from - 1)) >= 0);
        boolean names = (first & Gazetteer.FIRST_NAME) != 0 && (flags & (Gazetteer.ANY_LAST_NAME | Gazetteer.ANY_FIRST_NAME)) != 0;
        if (begins && parts >= 2 && parts <= 3 && names) {
            found.add(new Candidate(from, end, FindingType.USERNAME, "username", 0.85));
        }
    }
}
