package dev.downshift.core.intake;

import dev.downshift.engine.traces.Message;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The words that calls are searched by: runs of letters and digits, in small letters. They are cut out here and not by {@code to_tsvector},
 * whose parser takes longer than redaction does; PostgreSQL sorts, indexes and matches them.
 */
final class SearchWords {

    private static final int LONGEST_TEXT = 20_000;
    private static final int LONGEST_WORD = 64;
    private static final int MOST_WORDS = 1_000;

    private SearchWords() {}

    /** Adds the words of what a message says and calls, up to a limit. */
    static void add(Set<String> words, Message message) {
        cut(words, message.text());
        message.toolCalls().forEach(call -> {
            cut(words, call.name());
            cut(words, call.arguments());
        });
    }

    /** As an array of the database; null for none. */
    static @Nullable String array(Set<String> words) {
        return words.isEmpty() ? null : words.stream().collect(Collectors.joining("\",\"", "{\"", "\"}"));
    }

    /**
     * What is asked for, as a query of the database: all these words, each as it stands, or as the beginning of a word where a star
     * follows it. Null where there is no word in it.
     */
    static @Nullable String query(String text) {
        List<String> terms = new ArrayList<>();
        for (String part : text.strip().split("\\s+", -1)) {
            Set<String> words = new LinkedHashSet<>();
            cut(words, part);
            int last = words.size();
            for (String word : words) {
                terms.add("'" + word + "'" + (--last == 0 && part.endsWith("*") ? ":*" : ""));
            }
        }
        return terms.isEmpty() ? null : String.join(" & ", terms);
    }

    private static void cut(Set<String> words, @Nullable String text) {
        if (text == null) {
            return;
        }
        int end = Math.min(text.length(), LONGEST_TEXT);
        int start = -1;
        for (int index = 0; index <= end && words.size() < MOST_WORDS; index++) {
            boolean inWord = index < end && Character.isLetterOrDigit(text.charAt(index));
            if (inWord && start < 0) {
                start = index;
            } else if (!inWord && start >= 0) {
                if (index - start <= LONGEST_WORD) {
                    words.add(text.substring(start, index).toLowerCase(Locale.ROOT));
                }
                start = -1;
            }
        }
    }
}
