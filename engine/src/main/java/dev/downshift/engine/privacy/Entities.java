package dev.downshift.engine.privacy;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** Numbers the entities of one record by type, in the order in which they come: spellings of one value have one number. */
final class Entities {

    private final Map<FindingType, Map<String, Integer>> numbers = new EnumMap<>(FindingType.class);

    int number(FindingType type, String value) {
        Map<String, Integer> known = numbers.computeIfAbsent(type, ignored -> new HashMap<>());
        return known.computeIfAbsent(identity(value), ignored -> known.size() + 1);
    }

    /** The letters and digits of a value in their plain form; the value itself where it has none. */
    static String identity(String value) {
        String plain = InventedNames.plain(value);
        StringBuilder identity = new StringBuilder(plain.length());
        plain.chars().filter(Character::isLetterOrDigit).forEach(c -> identity.append((char) c));
        return identity.isEmpty() ? value : identity.toString();
    }
}
