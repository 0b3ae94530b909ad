package dev.downshift.sample;

import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells the intent of a message by the phrases that customers use: each intent's vote of a word or pair of words is
 * how much more often its phrases contain it than those of the others. Misspelt words count as the known word that
 * shares their first letter and differs by one slip.
 */
final class PhraseBook {

    private static final int SAMPLES = 250;
    private static final double SMOOTHING = 0.05;

    private final List<String> intents;
    private final Map<String, double[]> votes = new HashMap<>();
    private final Map<Character, List<String>> wordsByInitial = new HashMap<>();
    private final Map<String, String> corrections = new ConcurrentHashMap<>();

    PhraseBook(Tickets tickets) {
        intents = tickets.intents.names();
        SplittableRandom random = new SplittableRandom(20_250_414);
        Ticket ticket = tickets.invent(random, "", ZonedDateTime.of(2025, 4, 14, 0, 0, 0, 0, ZoneOffset.UTC));
        for (int intent = 0; intent < intents.size(); intent++) {
            for (int sample = 0; sample < SAMPLES; sample++) {
                String message = tickets.withMessage(ticket, intents.get(intent), random).message();
                for (String feature : features(words(message))) {
                    votes.computeIfAbsent(feature, unseen -> new double[intents.size()])[intent]++;
                }
            }
        }
        votes.values().forEach(PhraseBook::toLogarithms);
        votes.keySet().stream().filter(feature -> feature.indexOf(' ') < 0).sorted()
                .forEach(word -> wordsByInitial.computeIfAbsent(word.charAt(0), unseen -> new ArrayList<>()).add(word));
    }

    private static void toLogarithms(double[] counts) {
        for (int intent = 0; intent < counts.length; intent++) {
            counts[intent] = Math.log((counts[intent] + SMOOTHING) / (SAMPLES + 2 * SMOOTHING));
        }
    }

    List<String> intents() {
        return intents;
    }

    String intentOf(String message) {
        double[] totals = new double[intents.size()];
        for (String feature : features(known(words(message)))) {
            double[] vote = votes.get(feature);
            for (int intent = 0; vote != null && intent < totals.length; intent++) {
                totals[intent] += vote[intent];
            }
        }
        int best = 0;
        for (int intent = 1; intent < totals.length; intent++) {
            best = totals[intent] > totals[best] ? intent : best;
        }
        return intents.get(best);
    }

    private List<String> known(List<String> words) {
        return words.stream().map(word -> votes.containsKey(word) || word.length() < 4 ? word : corrections.computeIfAbsent(word, this::nearest)).toList();
    }

    private String nearest(String word) {
        return wordsByInitial.getOrDefault(word.charAt(0), List.of()).stream().filter(known -> oneSlip(word, known)).findFirst().orElse(word);
    }

    /** Whether two words differ by one swapped pair, one dropped or one doubled letter. */
    private static boolean oneSlip(String typed, String known) {
        int difference = typed.length() - known.length();
        int same = 0;
        while (same < Math.min(typed.length(), known.length()) && typed.charAt(same) == known.charAt(same)) {
            same++;
        }
        return switch (difference) {
            case 0 -> same + 1 < known.length() && typed.charAt(same) == known.charAt(same + 1)
                    && typed.charAt(same + 1) == known.charAt(same) && typed.substring(same + 2).equals(known.substring(same + 2));
            case 1 -> typed.substring(same + 1).equals(known.substring(same));
            case -1 -> typed.substring(same).equals(known.substring(same + 1));
            default -> false;
        };
    }

    /** Words in lower case; whatever holds a digit or an at sign is one of a kind and left out. */
    private static List<String> words(String message) {
        List<String> words = new ArrayList<>();
        for (String token : message.split("\\s+", -1)) {
            if (token.chars().noneMatch(c -> Character.isDigit(c) || c == '@')) {
                String word = token.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}']", "");
                if (!word.isEmpty()) {
                    words.add(word);
                }
            }
        }
        return words;
    }

    private static List<String> features(List<String> words) {
        List<String> features = new ArrayList<>(words);
        for (int index = 1; index < words.size(); index++) {
            features.add(words.get(index - 1) + " " + words.get(index));
        }
        return features.stream().distinct().toList();
    }
}
