package dev.downshift.core.intake;

import dev.downshift.core.intake.MessageStore.Reference;
import dev.downshift.engine.traces.Message;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The messages of the last calls and what they are stored as: each call of a conversation repeats the ones before it, and to compare
 * texts takes a fraction of what their ids take. Holds texts of a few megabytes, and forgets those that were not seen for longest. Not for several threads.
 */
final class LatelySeen {

    private static final int MOST_CHARACTERS = 2 << 20;
    private static final int SMALLEST = 100;
    private static final int LONGEST = MOST_CHARACTERS / 8;

    private Map<Key, Reference> recent = new HashMap<>();
    private Map<Key, Reference> before = Map.of();
    private int characters;

    private record Key(Message message, String toolSet) {}

    Reference get(Message message, String toolSet, Supplier<Reference> made) {
        int length = message.text().length() + message.toolCalls().stream().mapToInt(call -> call.arguments().length()).sum();
        if (length > LONGEST) {
            return made.get();
        }
        Key key = new Key(message, toolSet);
        Reference known = recent.get(key);
        if (known != null) {
            return known;
        }
        Reference older = before.get(key);
        Reference reference = older == null ? made.get() : older;
        characters += length + SMALLEST;
        if (characters > MOST_CHARACTERS) {
            before = recent;
            recent = new HashMap<>();
            characters = length + SMALLEST;
        }
        recent.put(key, reference);
        return reference;
    }
}
