package dev.downshift.engine.privacy;

import java.util.List;

/** E-mail addresses: grows left and right from each at sign (RFC 5321 dot-string local part, host name with a letter top-level domain). */
final class EmailDetector implements Detector {

    private static final int LONGEST_LOCAL = 64;
    private static final int LONGEST_DOMAIN = 255;

    @Override
    public void detect(Scanned scanned, List<Candidate> found) {
        if (!scanned.at()) {
            return;
        }
        String text = scanned.text();
        for (int at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
            int start = start(text, at);
            int end = end(text, at + 1);
            if (start < at && end > at + 1) {
                found.add(new Candidate(start, end, FindingType.EMAIL_ADDRESS, "email", 0.99));
            }
        }
    }

    private static int start(String text, int at) {
        int start = at;
        while (start > 0 && at - start < LONGEST_LOCAL && isLocal(text.charAt(start - 1))) {
            start--;
        }
        while (start < at && ".-+%'".indexOf(text.charAt(start)) >= 0) {
            start++;
        }
        return Escapes.afterEscape(text, start);
    }

    private static int end(String text, int from) {
        int end = from;
        int limit = Math.min(text.length(), from + LONGEST_DOMAIN);
        int lastDot = -1;
        while (end < limit) {
            char c = text.charAt(end);
            if (c == '.') {
                if (end == from || text.charAt(end - 1) == '.') {
                    break;
                }
                lastDot = end;
            } else if (!Character.isLetterOrDigit(c) && c != '-') {
                break;
            }
            end++;
        }
        if (end > from && text.charAt(end - 1) == '.') {
            end--;
            lastDot = text.lastIndexOf('.', end - 1);
        }
        while (end > from && text.charAt(end - 1) == '-') {
            end--;
        }
        boolean topLevel = lastDot > from && end - lastDot >= 3 && Character.isLetter(text.charAt(lastDot + 1));
        return topLevel ? end : from;
    }

    private static boolean isLocal(char c) {
        return Character.isLetterOrDigit(c) || "._%+-'".indexOf(c) >= 0;
    }
}
