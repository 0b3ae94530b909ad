package dev.downshift.engine.privacy;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Finds what a policy's dictionary and patterns say, and leaves alone what its allow list says. */
final class OwnScan implements Detector {

    private static final String PREFIX = "own-";
    private static final int LONGEST_PIECE = 4_096;

    private final @Nullable Phrases<Boolean> allowed;
    private final @Nullable Phrases<FindingType> dictionary;
    private final Map<CustomPattern, Pattern> patterns;

    private OwnScan(CustomTerms terms) {
        Map<String, Boolean> left = new HashMap<>();
        terms.allowed().forEach(phrase -> left.put(phrase, true));
        this.allowed = left.isEmpty() ? null : new Phrases<>(left);
        this.dictionary = terms.dictionary().isEmpty() ? null : new Phrases<>(terms.dictionary());
        this.patterns = new HashMap<>();
        terms.patterns().forEach(pattern -> patterns.put(pattern, pattern.compiled("/terms/patterns")));
    }

    /** For these terms; null if there are none. */
    static @Nullable OwnScan of(CustomTerms terms) {
        return terms.equals(CustomTerms.NONE) ? null : new OwnScan(terms);
    }

    /** Whether a finding is from here; such a one wins over all others. */
    static boolean isOwn(Candidate candidate) {
        return candidate.rule().startsWith(PREFIX);
    }

    @Override
    public void detect(Scanned scanned, List<Candidate> found) {
        String text = scanned.text();
        if (dictionary != null) {
            dictionary.in(text).forEach(phrase -> found.add(new Candidate(phrase.start(), phrase.end(), phrase.value(), PREFIX + "dictionary", 1)));
        }
        if (!patterns.isEmpty()) {
            for (int from = 0; from < text.length();) {
                int to = endOfPiece(text, from);
                find(text.substring(from, to), from, found);
                from = to + 1 <= text.length() && to < text.length() && text.charAt(to) == '\n' ? to + 1 : to;
            }
        }
    }

    /** The end of the line, or of a part of it that is not too long: a space, if there is one. */
    private static int endOfPiece(String text, int from) {
        int line = text.indexOf('\n', from);
        int end = line < 0 ? text.length() : line;
        if (end - from <= LONGEST_PIECE) {
            return end;
        }
        int space = text.lastIndexOf(' ', from + LONGEST_PIECE);
        return space > from ? space + 1 : from + LONGEST_PIECE;
    }

    private void find(String piece, int offset, List<Candidate> found) {
        patterns.forEach((custom, pattern) -> {
            Matcher matcher = pattern.matcher(piece);
            while (matcher.find()) {
                if (matcher.end() > matcher.start()) {
                    found.add(new Candidate(offset + matcher.start(), offset + matcher.end(), custom.type(), PREFIX + "pattern:" + custom.name(), 1));
                }
            }
        });
    }

    /** Removes what lies inside a phrase of the allow list. */
    void removeAllowed(String text, List<Candidate> found) {
        if (allowed != null) {
            TreeMap<Integer, Integer> reach = new TreeMap<>();
            int farthest = 0;
            for (Phrases.Found<Boolean> phrase : allowed.in(text)) {
                farthest = Math.max(farthest, phrase.end());
                reach.put(phrase.start(), farthest);
            }
            found.removeIf(candidate -> {
                Map.Entry<Integer, Integer> before = reach.floorEntry(candidate.start());
                return before != null && candidate.end() <= before.getValue();
            });
        }
    }
}
