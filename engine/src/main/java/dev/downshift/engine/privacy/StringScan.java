package dev.downshift.engine.privacy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Finds everything in one string, looking into the JSON it may be. */
final class StringScan {

    private static final int DEEPEST = 8;
    private static final Set<FindingType> NUMERIC = Set.of(FindingType.CREDIT_CARD, FindingType.US_SSN, FindingType.PHONE_NUMBER);

    private final TextScan texts;
    private final TextScan numbers;

    StringScan(TextScan texts) {
        this.texts = texts;
        this.numbers = texts.ofNumbers();
    }

    List<Edit> edits(String text, String key, boolean schema, int depth, Set<String> kept) {
        if (text.length() < 2 || kept.contains(text)) {
            return List.of();
        }
        if (depth == DEEPEST) {
            return texts.edits(text, key, schema);
        }
        List<Leaf> json = JsonText.looksLikeJson(text) ? JsonText.leaves(text, key, schema) : null;
        if (json != null) {
            return inside(text, json, depth, kept);
        }
        Structures structures = schema ? null : Structures.in(text);
        return structures == null ? texts.edits(text, key, schema) : around(text, key, structures, depth, kept);
    }

    private List<Edit> inside(String text, List<Leaf> leaves, int depth, Set<String> kept) {
        List<Edit> edits = new ArrayList<>();
        for (Leaf leaf : leaves) {
            Decoded decoded = leaf.syntax().decoded(text, leaf.start(), leaf.end());
            List<Edit> found = leaf.syntax() == Syntax.NUMBER ? number(decoded.text(), leaf.key(), leaf.schema())
                    : edits(decoded.text(), leaf.key(), leaf.schema(), depth + 1, kept);
            for (Edit edit : found) {
                edits.add(edit.at(decoded.offset(edit.start()), decoded.offset(edit.end()), leaf.syntax().encoded(edit.replacement())));
            }
        }
        return edits;
    }

    private List<Edit> around(String text, String key, Structures structures, int depth, Set<String> kept) {
        List<Edit> edits = inside(text, structures.leaves(), depth, kept);
        Decoded prose = structures.prose();
        for (Edit edit : texts.edits(prose.text(), key, false)) {
            pieces(prose, edit, edits);
        }
        edits.sort(Comparator.comparingInt(Edit::start));
        return edits;
    }

    /** What a tag or a structure parts is replaced piece by piece; where the replacement has other parts, the first piece takes it all. */
    private static void pieces(Decoded prose, Edit edit, List<Edit> edits) {
        String[] values = prose.text().substring(edit.start(), edit.end()).split("\f", -1);
        String[] replacements = edit.replacement().split("\f", -1);
        int start = edit.start();
        boolean first = true;
        for (int i = 0; i < values.length; i++) {
            if (!values[i].isEmpty()) {
                String replacement = values.length == replacements.length ? replacements[i] : first ? String.join(" ", replacements) : "";
                String written = prose.isMarkup(start) ? Syntax.MARKUP.encoded(replacement) : replacement;
                edits.add(edit.at(prose.offset(start), prose.offset(start + values[i].length()), written));
                first = false;
            }
            start += values[i].length() + 1;
        }
    }

    /** The edit of a whole number, which stays a whole number. */
    List<Edit> number(String digits, String key, boolean schema) {
        if (digits.length() < 9 || digits.length() > 19 || digits.startsWith("-") || key.endsWith("id")) {
            return List.of();
        }
        return numbers.edits(digits, key, schema).stream()
                .filter(edit -> NUMERIC.contains(edit.type()) && edit.start() == 0 && edit.end() == digits.length())
                .filter(edit -> edit.replacement().chars().allMatch(Character::isDigit) && !edit.replacement().startsWith("0"))
                .toList();
    }
}
