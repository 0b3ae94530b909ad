package dev.downshift.engine.privacy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The words that stand before a person's name, looked up by the last of them. */
final class NameCues {

    private static final int FARTHEST = 32;
    private static final Map<String, List<String>> STRONG = byLastWord("my name is", "my name's", "name is", "named", "named him", "named her", "called", "call me", "calls me", "maiden name is", "surname is", "name was", "last name:", "first name:", "married to", "introduce myself as",
            "name:", "contact:", "patient:", "passenger:", "cardholder:", "recipient:", "customer:", "attn", "attn:", "sincerely,", "regards,", "cheers,", "yours truly,",
            "best wishes,", "mit freundlichen grüßen", "mit freundlichen grüßen,", "viele grüße", "viele grüße,", "cordialement", "cordialement,", "saludos,", "ich heiße",
            "ich heisse", "mein name ist", "je m'appelle", "me llamo", "mi chiamo", "signed", "signed,", "signed by", "ms", "ms.", "mrs", "mrs.", "mr", "mr.", "miss", "dr",
            "dr.", "prof", "prof.", "herr", "frau", "monsieur", "madame", "señor", "señora", "sra.", "what's your name?", "your name?");
    private static final Map<String, List<String>> WEAK = byLastWord("hi", "hello", "hey", "dear", "i am", "i'm", "i’m", "this is", "thanks,", "thank you,", "best,", "from:", "to:",
            "by", "with", "for", "asked", "told", "met", "said", "liebe", "lieber", "hallo", "bonjour", "hola", "ciao", "customer", "user", "client", "agent", "author",
            "speak to", "speaking to", "speak with", "speaking with");

    private NameCues() {}

    /** Whether what stands before {@code offset} says that a name follows. */
    static boolean strong(String text, int offset) {
        return ends(STRONG, text, offset);
    }

    /** Whether what stands before {@code offset} often goes before a name, and before other things. */
    static boolean weak(String text, int offset) {
        return ends(WEAK, text, offset);
    }

    private static boolean ends(Map<String, List<String>> cues, String text, int offset) {
        int end = offset;
        while (end > 0 && offset - end < 3 && text.charAt(end - 1) <= ' ') {
            end--;
        }
        int word = end;
        while (word > 0 && end - word < FARTHEST && text.charAt(word - 1) > ' ') {
            word--;
        }
        if (end == offset || word == end) {
            return false;
        }
        List<String> phrases = cues.get(text.substring(word, end).toLowerCase(Locale.ROOT));
        if (phrases == null) {
            return false;
        }
        String before = ' ' + text.substring(Math.max(0, end - FARTHEST), end).toLowerCase(Locale.ROOT).replace('\n', ' ');
        return phrases.stream().anyMatch(phrase -> before.endsWith(' ' + phrase));
    }

    private static Map<String, List<String>> byLastWord(String... phrases) {
        Map<String, List<String>> cues = new HashMap<>();
        Arrays.stream(phrases).forEach(phrase -> cues.merge(phrase.substring(phrase.lastIndexOf(' ') + 1), List.of(phrase), NameCues::joined));
        return Map.copyOf(cues);
    }

    private static List<String> joined(List<String> left, List<String> right) {
        return Stream.concat(left.stream(), right.stream()).toList();
    }
}
