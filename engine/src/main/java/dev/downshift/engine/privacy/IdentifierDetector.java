package dev.downshift.engine.privacy;

import java.util.List;
import java.util.regex.Matcher;

/** Numbers that states, banks and other bodies give: beside a word that announces them, or alone where they check themselves. */
final class IdentifierDetector implements Detector {

    private static final int FARTHEST = 45;
    private static final int LONGEST = 100;
    private static final int SHORT_CUE = 5;
    private static final int FEWEST_DIGITS = 4;

    private static final List<IdentifierRule> ALONE = Anchors.IDENTIFIERS.stream().filter(rule -> rule.alone() > 0).toList();

    @Override
    public void detect(Scanned scanned, List<Candidate> found) {
        String text = scanned.text();
        for (int i = 0; i < scanned.hits(); i++) {
            int[] rules = Anchors.identifiers(scanned.hitWord(i));
            if (rules.length > 0 && isWord(text, scanned.hitEnd(i) - Anchors.length(scanned.hitWord(i)), scanned.hitEnd(i))) {
                for (int rule : rules) {
                    beside(Anchors.IDENTIFIERS.get(rule), text, scanned.hitEnd(i), found);
                }
            }
        }
        if (text.length() <= LONGEST) {
            for (int rule : Anchors.identifiersOfKey(scanned.key())) {
                keyed(Anchors.IDENTIFIERS.get(rule), text, found);
            }
        }
        if (scanned.digits() >= FEWEST_DIGITS) {
            alone(scanned, found);
        }
    }

    private static boolean isWord(String text, int start, int end) {
        boolean begins = start == 0 || !Character.isLetterOrDigit(text.charAt(start - 1));
        boolean ends = end - start >= SHORT_CUE || end >= text.length() || !Character.isLetterOrDigit(text.charAt(end));
        return begins && ends;
    }

    private static void keyed(IdentifierRule rule, String text, List<Candidate> found) {
        Matcher matcher = rule.pattern().matcher(text);
        if (matcher.matches() && rule.passes(text)) {
            found.add(new Candidate(0, text.length(), rule.type(), rule.name(), rule.besideCue()));
        }
    }

    private static void beside(IdentifierRule rule, String text, int from, List<Candidate> found) {
        int to = Math.min(text.length(), from + FARTHEST + LONGEST);
        boolean digit = rule.type() == FindingType.BANK_CODE;
        for (int i = from; !digit && i < Math.min(to, from + FARTHEST + 8); i++) {
            digit = text.charAt(i) >= '0' && text.charAt(i) <= '9';
        }
        if (!digit) {
            return;
        }
        Matcher matcher = rule.pattern().matcher(text);
        matcher.region(from, to);
        while (matcher.find() && matcher.start() <= from + FARTHEST) {
            if (isWhole(text, matcher.start(), matcher.end()) && !crossesEnd(text, from, matcher.start()) && hasDigit(rule, text, matcher.start(), matcher.end())
                    && rule.passes(matcher.group())) {
                found.add(new Candidate(matcher.start(), matcher.end(), rule.type(), rule.name(), rule.besideCue()));
                return;
            }
        }
    }

    private static boolean hasDigit(IdentifierRule rule, String text, int start, int end) {
        for (int i = start; i < end; i++) {
            if (Character.isDigit(text.charAt(i))) {
                return true;
            }
        }
        return rule.type() == FindingType.BANK_CODE;
    }

    private static boolean isWhole(String text, int start, int end) {
        boolean begins = start == 0 || !(Character.isLetterOrDigit(text.charAt(start - 1)) || text.charAt(start - 1) == '_' || text.charAt(start - 1) == '$'
                || (start > 1 && (text.charAt(start - 1) == '.' || text.charAt(start - 1) == '-') && Character.isDigit(text.charAt(start - 2))));
        boolean ends = end >= text.length() || !(Character.isLetterOrDigit(text.charAt(end)) || text.charAt(end) == '_' || text.charAt(end) == '%'
                || (end + 1 < text.length() && (text.charAt(end) == '-' || text.charAt(end) == '.' || text.charAt(end) == ',') && Character.isLetterOrDigit(text.charAt(end + 1))
                        && text.charAt(end) != ','));
        return begins && ends;
    }

    /** Whether a blank line or the end of a sentence stands between. */
    private static boolean crossesEnd(String text, int from, int to) {
        for (int i = from; i + 1 < to; i++) {
            char c = text.charAt(i);
            char next = text.charAt(i + 1);
            if ((c == '\n' && next == '\n') || ((c == '.' || c == '?' || c == '!') && (next == ' ' || next == '\n') && i > from + 3)) {
                return true;
            }
        }
        return false;
    }

    private static void alone(Scanned scanned, List<Candidate> found) {
        String text = scanned.text();
        int done = 0;
        for (int run = 0; run < scanned.runs(); run++) {
            int start = scanned.runStart(run);
            if (start < done) {
                continue;
            }
            while (start > done && isPart(text, start - 1)) {
                start--;
            }
            int end = scanned.runEnd(run);
            int letters = 0;
            int marks = 0;
            int count = 0;
            while (end < text.length() && isPart(text, end)) {
                end++;
            }
            done = end;
            if (end - start < 8 || end - start > LONGEST) {
                continue;
            }
            for (int i = start; i < end; i++) {
                char c = text.charAt(i);
                boolean digit = c >= '0' && c <= '9';
                boolean letter = !digit && Character.isLetter(c);
                letters += letter ? 1 : 0;
                count += digit || letter ? 1 : 0;
                marks += digit || letter ? 0 : 1;
            }
            token(text, start, end, count, letters, marks, found);
        }
    }

    private static void token(String text, int start, int end, int count, int letters, int marks, List<Candidate> found) {
        for (IdentifierRule rule : ALONE) {
            boolean fits = count >= rule.shortest() && count <= rule.longest() && !(rule.needs() == 'a' && letters == 0) && !(rule.needs() == 's' && marks == 0);
            if (fits && isWhole(text, start, end) && rule.pattern().matcher(text).region(start, end).matches() && rule.passes(text.substring(start, end))) {
                found.add(new Candidate(start, end, rule.type(), rule.name(), rule.alone()));
                return;
            }
        }
    }

    private static boolean isPart(String text, int i) {
        char c = text.charAt(i);
        if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')) {
            return true;
        }
        boolean mark = c == '-' || c == '.' || c == '/' || c == '+' || c == '(' || c == ')';
        return mark && i > 0 && i + 1 < text.length() && Character.isLetterOrDigit(text.charAt(i - 1)) && (Character.isLetterOrDigit(text.charAt(i + 1)) || c == '(');
    }
}
