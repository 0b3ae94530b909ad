package dev.downshift.engine.privacy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A word of a name that was found is a name wherever it stands in the same text. */
final class PersonRepetition {

    private PersonRepetition() {}

    static void find(String text, Set<String> persons, List<Candidate> found) {
        Set<String> known = new HashSet<>();
        for (String person : persons) {
            for (Word word : Word.capitalized(person)) {
                boolean common = (Gazetteer.flags(word.text()) & Gazetteer.ANY_WORD) != 0;
                if (word.text().length() > 2 && !common && !NameLists.isNoName(word.text()) && !NameLists.isAmbiguous(word.text())) {
                    known.add(word.text());
                }
            }
        }
        if (known.isEmpty()) {
            return;
        }
        for (Word word : Word.capitalized(text)) {
            if (known.contains(word.text()) && !PersonVeto.isBeforePlainWord(text, word.end())) {
                found.add(new Candidate(word.start(), word.end(), FindingType.PERSON, "name-repeated", 0.7));
            }
        }
    }
}
