package dev.downshift.engine.privacy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Finds everything in one string, looking into the JSON it may be. */
final class StringScan {

    private static final int DEEPEST = 8;
    private static final Set<FindingType> NUMERIC = Set.of(FindingType.CREDIT_CARD, FindingType.US_SSN, FindingType.PHONE_NUMBER);

    private final TextScan texts;

    StringScan(TextScan texts) {
        this.texts = texts;
    }

    List<Edit> edits(String text, String key, boolean schema, int depth, Set<String> kept) {
        if (text.length() < 2 || kept.contains(text)) {
            return List.of();
        }
        if (depth < DEEPEST && JsonText.looksLikeJson(text)) {
            List<JsonText.Leaf> leaves = JsonText.leaves(text, key, schema);
            if (leaves != null) {
                return insideJson(text, leaves, depth, kept);
            }
        }
        return texts.edits(text, key, schema);
    }

    private List<Edit> insideJson(String text, List<JsonText.Leaf> leaves, int depth, Set<String> kept) {
        List<Edit> edits = new ArrayList<>();
        for (JsonText.Leaf leaf : leaves) {
            if (leaf.string()) {
                Decoded decoded = Decoded.at(text, leaf.start());
                for (Edit edit : edits(decoded.text(), leaf.key(), leaf.schema(), depth + 1, kept)) {
                    edits.add(edit.at(decoded.offset(edit.start()), decoded.offset(edit.end()), Decoded.escaped(edit.replacement())));
                }
            } else {
                for (Edit edit : number(numberAt(text, leaf.start()), leaf.key(), leaf.schema())) {
                    edits.add(edit.at(leaf.start() + edit.start(), leaf.start() + edit.end(), edit.replacement()));
                }
            }
        }
        return edits;
    }

    /** The edit of a whole number, which stays a whole number. */
    List<Edit> number(String digits, String key, boolean schema) {
        if (digits.length() < 9 || digits.length() > 19 || digits.startsWith("-") || key.endsWith("id")) {
            return List.of();
        }
        return texts.edits(digits, key, schema).stream()
                .filter(edit -> NUMERIC.contains(edit.type()) && edit.start() == 0 && edit.end() == digits.length())
                .filter(edit -> edit.replacement().chars().allMatch(Character::isDigit) && !edit.replacement().startsWith("0"))
                .toList();
    }

    private static String numberAt(String text, int start) {
        int end = start;
        while (end < text.length() && (Character.isDigit(text.charAt(end)) || text.charAt(end) == '-')) {
            end++;
        }
        return text.substring(start, end);
    }
}
