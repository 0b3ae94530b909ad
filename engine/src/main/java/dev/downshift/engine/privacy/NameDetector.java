package dev.downshift.engine.privacy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Names of persons, places and organizations and postal addresses in prose: what the sequence model says, part by part,
 * grown by what the words around say.
 */
final class NameDetector implements Detector {

    private static final NameTagger.Weights WEIGHTS = NameTagger.read("names.model.gz");
    private static final int LONGEST_PART = 4_000;
    private static final double SCALE = 150;

    @Override
    public void detect(Scanned scanned, List<Candidate> found) {
        String text = scanned.text();
        if (scanned.schema() || text.length() < 3) {
            return;
        }
        NameTagger tagger = new NameTagger(WEIGHTS);
        Tokens tokens = new Tokens();
        tokens.uncased = !scanned.upper() && text.indexOf(' ') > 0;
        Set<String> persons = new HashSet<>();
        int before = found.size();
        for (int from = 0; from < text.length();) {
            int to = endOfPart(text, from);
            part(text, from, to, tagger, tokens, found);
            from = to;
        }
        for (Candidate candidate : found.subList(before, found.size())) {
            if (candidate.type() == FindingType.PERSON && candidate.score() >= 0.75) {
                persons.add(text.substring(candidate.start(), candidate.end()));
            }
        }
        PersonRepetition.find(text, persons, found);
    }

    private static void part(String text, int from, int to, NameTagger tagger, Tokens tokens, List<Candidate> found) {
        tokens.cut(text, from, to);
        tagger.tag(text, tokens);
        byte[] labels = tagger.labels();
        AddressGrowth.find(text, tokens, labels, found);
        for (int i = 0; i < tokens.count;) {
            int end = i + 1;
            while (end < tokens.count && labels[end] == labels[i]) {
                end++;
            }
            if (labels[i] == NameTagger.PERSON) {
                persons(text, tokens, tagger, i, end, found);
            } else if (labels[i] != NameTagger.NONE) {
                span(text, tokens, tagger, i, end, found);
            }
            i = end;
        }
    }

    /** The names in a row of tokens that the model takes for persons: titles and small words other than "van" or "de" part them. */
    private static void persons(String text, Tokens tokens, NameTagger tagger, int first, int end, List<Candidate> found) {
        int from = first;
        for (int i = first; i <= end; i++) {
            if (i == end || parts(text, tokens, i)) {
                if (i > from) {
                    span(text, tokens, tagger, from, i, found);
                }
                from = i + 1;
            }
        }
    }

    private static boolean parts(String text, Tokens tokens, int i) {
        if (tokens.kinds[i] >= Tokens.MARK) {
            return tokens.kinds[i] == Tokens.LINE || ":;!?\"".indexOf(text.charAt(tokens.starts[i])) >= 0;
        }
        String word = text.substring(tokens.starts[i], tokens.ends[i]);
        if (tokens.kinds[i] == Tokens.LOWER) {
            return !Word.isParticle(word);
        }
        return Word.isTitle(word) || (word.length() > 1 && NameLists.isNoName(word) && (tokens.flags[i] & Gazetteer.FIRST_NAME) == 0);
    }

    private static void span(String text, Tokens tokens, NameTagger tagger, int first, int end, List<Candidate> found) {
        int label = tagger.labels()[first];
        int from = first;
        int to = end;
        while (to > from && tokens.kinds[to - 1] == Tokens.LOWER) {
            to--;
        }
        while (to > from && tokens.kinds[to - 1] >= Tokens.MARK && text.charAt(tokens.starts[to - 1]) != '.') {
            to--;
        }
        while (from < to && (tokens.kinds[from] >= Tokens.MARK || (label == NameTagger.PERSON && (tokens.kinds[from] == Tokens.LOWER || tokens.kinds[from] == Tokens.NUMBER)))) {
            from++;
        }
        if (from == to || !hasWord(tokens, from, to)) {
            return;
        }
        double margin = 0;
        for (int i = from; i < to; i++) {
            margin += tagger.margin(i, label);
        }
        double score = 1 / (1 + Math.exp(-margin / (to - from) / SCALE));
        int last = tokens.ends[to - 1];
        if (text.charAt(last - 1) == '.' && to - from > 1) {
            last = tokens.ends[to - 2] - tokens.starts[to - 2] == 1 ? last : tokens.ends[to - 2];
        }
        FindingType type = label == NameTagger.PERSON ? FindingType.PERSON : label == NameTagger.LOCATION ? FindingType.LOCATION : FindingType.ORGANIZATION;
        double sure = type == FindingType.PERSON ? score * (PersonVeto.vetoes(text, tokens.starts[from], last) ? 0.45 : personEvidence(tokens, from, to)) : score;
        found.add(new Candidate(Escapes.afterEscape(text, tokens.starts[from]), last, type, "name-model", sure));
    }

    /** How far the words themselves speak for a person: codes in capitals and single words that no list holds say little. */
    private static double personEvidence(Tokens tokens, int from, int to) {
        int words = 0;
        int flags = 0;
        boolean cased = false;
        for (int i = from; i < to; i++) {
            if (tokens.kinds[i] <= Tokens.MIXED) {
                words++;
                flags |= (tokens.flags[i] & Gazetteer.COMMON_WORD) == 0 ? tokens.flags[i] : 0;
                cased |= tokens.kinds[i] == Tokens.INITIAL && tokens.ends[i] - tokens.starts[i] > 2;
            }
        }
        boolean known = (flags & (Gazetteer.ANY_FIRST_NAME | Gazetteer.LAST_NAME)) != 0;
        boolean listed = known || (flags & Gazetteer.RARE_LAST_NAME) != 0;
        if (!cased || tokens.uncased) {
            return words > 1 && known && listed ? 0.8 : 0.45;
        }
        if (words == 1) {
            return (flags & Gazetteer.ANY_FIRST_NAME) != 0 && (flags & (Gazetteer.BIG_CITY | Gazetteer.ANY_WORD)) == 0 ? 0.9 : 0.45;
        }
        return known ? 1 : listed ? 0.8 : 0.45;
    }

    private static boolean hasWord(Tokens tokens, int from, int to) {
        for (int i = from; i < to; i++) {
            if (tokens.kinds[i] == Tokens.INITIAL || tokens.kinds[i] == Tokens.UPPER || tokens.kinds[i] == Tokens.MIXED) {
                return true;
            }
        }
        return false;
    }

    /** The end of a paragraph, or of a line or word when the paragraph is very long. */
    private static int endOfPart(String text, int from) {
        int latest = Math.min(text.length(), from + LONGEST_PART);
        int line = -1;
        int space = -1;
        for (int i = from; i < latest; i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                if (line == i - 1 && line >= 0) {
                    return i + 1;
                }
                line = i;
            } else if (c == ' ') {
                space = i;
            }
        }
        return latest == text.length() ? latest : line > from ? line + 1 : space > from ? space + 1 : latest;
    }
}
