package dev.downshift.engine.discovery;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts text into {@link Segment}s: at line ends (escaped ones in stringified text too), at sentence ends of long lines,
 * and behind the first colon of a line, where templates put their slots.
 */
final class Segmenter {

    private static final int LONG_LINE_WORDS = 14;
    private static final int KEY_WORDS = 8;
    private static final int MOST_SEGMENTS = 3_000;
    private static final long NUMBER = Hashing.of("0");
    private static final LongSet CALENDAR = hashes(
            "mon", "tue", "wed", "thu", "fri", "sat", "sun", "monday", "tuesday", "wednesday", "thursday", "friday",
            "saturday", "sunday", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
            "january", "february", "march", "april", "june", "july", "august", "september", "october", "november",
            "december", "am", "pm");

    private final String text;
    private final int message;
    private final List<Segment> segments;
    private final List<Word> words = new ArrayList<>();

    private Segmenter(String text, int message, List<Segment> segments) {
        this.text = text;
        this.message = message;
        this.segments = segments;
    }

    /** Adds the segments of a message's text to {@code segments}, in the order of the text. */
    static void cut(String text, int message, List<Segment> segments) {
        new Segmenter(text, message, segments).lines();
    }

    private void lines() {
        int start = 0;
        for (int i = 0; i <= text.length() && segments.size() < MOST_SEGMENTS; i++) {
            char c = i == text.length() ? '\n' : text.charAt(i);
            if (c == '\n' || c == '\r') {
                line(start, i);
                start = i + 1;
            } else if (c == '\\' && i + 1 < text.length() && text.charAt(i + 1) == 'n') {
                line(start, i);
                start = i + 2;
                i++;
            }
        }
    }

    private void line(int from, int to) {
        read(from, to);
        if (words.isEmpty()) {
            return;
        }
        int begin = 0;
        int colon = colon();
        if (colon >= 0) {
            emit(0, colon + 1);
            begin = colon + 1;
        }
        if (words.size() - begin <= LONG_LINE_WORDS) {
            emit(begin, words.size());
            return;
        }
        for (int i = begin; i < words.size(); i++) {
            if (words.get(i).endsSentence || i == words.size() - 1) {
                emit(begin, i + 1);
                begin = i + 1;
            }
        }
    }

    /** The index of the word that ends in the line's first colon, if it closes a short key with something behind it. */
    private int colon() {
        for (int i = 0; i < Math.min(KEY_WORDS, words.size() - 1); i++) {
            if (words.get(i).endsKey) {
                return i;
            }
        }
        return -1;
    }

    private void emit(int from, int to) {
        int count = to - from;
        int letters = 0;
        long full = 1;
        long previous = 0;
        for (int i = from; i < to; i++) {
            Word word = words.get(i);
            letters += word.letters;
            if (word.hash != NUMBER || previous != NUMBER) {
                full = Hashing.combine(full, word.hash);
            }
            previous = word.hash;
        }
        if (letters < 3) {
            return;
        }
        Word first = words.get(from);
        Word last = words.get(to - 1);
        if (count <= Segment.EDGE) {
            segments.add(new Segment(full, 0, 0, count, message, first.start, last.end, last.end, first.start));
            return;
        }
        segments.add(new Segment(
                full,
                edge(2, from),
                edge(3, to - Segment.EDGE),
                Math.min(count, Segment.HEAVIEST),
                message,
                first.start,
                last.end,
                words.get(from + Segment.EDGE - 1).end,
                words.get(to - Segment.EDGE).start));
    }

    private long edge(long salt, int from) {
        long hash = salt;
        for (int i = from; i < from + Segment.EDGE; i++) {
            hash = Hashing.combine(hash, words.get(i).hash);
        }
        return hash;
    }

    private void read(int from, int to) {
        words.clear();
        int start = -1;
        for (int i = from; i <= to; i++) {
            char c = i == to ? '\n' : text.charAt(i);
            boolean space = Character.isWhitespace(c);
            if (space && start >= 0) {
                word(start, i);
                start = -1;
            } else if (!space && start < 0) {
                start = i;
            }
            if (!space && ends(c)) {
                word(start, i + 1);
                start = -1;
            }
        }
    }

    /** Full stops of scripts that put no space behind them. */
    private static boolean ends(char c) {
        return c == '。' || c == '！' || c == '？' || c == '：';
    }

    private void word(int start, int end) {
        int letters = 0;
        boolean digits = false;
        long hash = Hashing.begin();
        long bare = Hashing.begin();
        for (int i = start; i < end; i++) {
            char c = Character.toLowerCase(text.charAt(i));
            if (Character.isLetter(c)) {
                letters++;
                bare = Hashing.next(bare, c);
            } else if (Character.isDigit(c)) {
                digits = true;
            }
            hash = Hashing.next(hash, c);
        }
        boolean number = digits || (letters >= 2 && letters <= 9 && CALENDAR.contains(Hashing.mix(bare)));
        char last = text.charAt(end - 1);
        boolean key = last == ':' || last == '：';
        boolean stop = last == '.' || last == '!' || last == '?' || last == ';';
        words.add(new Word(number ? NUMBER : Hashing.mix(hash), number ? 0 : letters, start, end, key,
                (stop && end - start > 2) || ends(last)));
    }

    private static LongSet hashes(String... words) {
        LongSet hashes = new LongSet(256);
        for (String word : words) {
            hashes.add(Hashing.of(word));
        }
        return hashes;
    }

    private record Word(long hash, int letters, int start, int end, boolean endsKey, boolean endsSentence) {}
}
