package dev.downshift.engine.privacy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/** The word lists of the first method for names; see the head of each resource for its origin. */
final class NameLists {

    private static final Set<String> FIRST = read("first-names.txt");
    private static final Set<String> AMBIGUOUS = read("ambiguous-first-names.txt");
    private static final Set<String> LAST = read("last-names.txt");
    private static final Set<String> NOT_NAMES = read("not-names.txt");

    private NameLists() {}

    static boolean isFirst(String word) {
        return FIRST.contains(InventedNames.plain(word));
    }

    /** A first name that is also a word, a place or a product. */
    static boolean isAmbiguous(String word) {
        return AMBIGUOUS.contains(InventedNames.plain(word));
    }

    static boolean isLast(String word) {
        return LAST.contains(InventedNames.plain(word));
    }

    /** A word that is often capitalised and no part of a name. */
    static boolean isNoName(String word) {
        return NOT_NAMES.contains(InventedNames.plain(word));
    }

    private static Set<String> read(String resource) {
        try (InputStream bytes = NameLists.class.getResourceAsStream(resource)) {
            if (bytes == null) {
                throw new IllegalStateException("the resource " + resource + " is missing from the engine's jar");
            }
            Set<String> words = new HashSet<>();
            BufferedReader reader = new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8));
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (!line.startsWith("#")) {
                    for (String word : line.split(" ", -1)) {
                        words.add(InventedNames.plain(word));
                    }
                }
            }
            words.remove("");
            return Set.copyOf(words);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
