package dev.downshift.engine.discovery;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names call sites by the sentence of their templates that says best what is asked: an instruction, in words that few
 * other sites use.
 */
final class SiteNames {

    private static final Pattern SENTENCES = Pattern.compile("\\n+|(?<=[.!?。])\\s+|(?<=\\{…})\\s+(?=\\p{Lu})|#[A-Z_]+#");
    private static final Pattern MARKUP = Pattern.compile("^[\\s#*>\\-•\\d.)\"'`\\[{]+|[\\s\"'`*#:]+$");
    private static final Pattern LABEL = Pattern.compile("^(?:role|task|system|instructions?|notice|goal)\\s*:\\s*", Pattern.CASE_INSENSITIVE);
    private static final Pattern GOAL = Pattern.compile(
            "^.{0,80}?\\b(?:task|job|goal|role|mission) is (?:to )?|^as an? [^,]{1,40}, you (?:can |should |will |must |need to )?"
                    + "|^you (?:are (?:now )?|act as |will |must |should |can )?(?:an? |the )?(?!are )|^i want you to |^please ",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern ASKS = Pattern.compile(
            "^(?:please )?(?:you (?:are|\\w+)|your (?:\\w+ )?(?:task|job|goal|role) is|as an? [^,]{1,40}, you|classify|route|extract|summari[sz]e|write|translate"
                    + "|generate|create|decide|choose|pick|evaluate|review|answer|determine|plan|rewrite|detect|identify|label|rate|score|compare"
                    + "|convert|analy[sz]e|draft|reply|select|find|check|list|explain|parse|devise|recommend|assign|turn|read)\\b.*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern NOT_PROSE = Pattern.compile("[<>{}\\[\\]|\\\\]|\":|\\w\\(");
    private static final Pattern WORD = Pattern.compile("[\\p{L}][\\p{L}\\p{M}_]+");
    private static final Pattern AROUND = Pattern.compile("^[\\p{P}\\p{S}\\s]+|[\\p{P}\\p{S}\\s]+$");
    private static final Pattern LEFT_OPEN = Pattern.compile("(?<=\\S)\\s*[(\\[{][^)\\]}]*$");
    private static final Pattern REPEATED = Pattern.compile("(?<!\\S)(\\S+(?:\\s+\\S+){0,3})(?:\\s+\\1)+(?!\\S)", Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    private static final int MOST_SENTENCES = 60;
    private static final int NAME_WORDS = 9;

    /** The first sentence of a template; the name of its role comes before. */
    private static final int OPENING = 1;

    private final Map<String, Integer> sitesWith = new HashMap<>();
    private final Set<String> taken = new HashSet<>();
    private final int sites;

    SiteNames(List<String> templates) {
        sites = templates.size();
        for (String template : templates) {
            words(template).forEach(word -> sitesWith.merge(word, 1, Integer::sum));
        }
    }

    /** The sentence that says best what is asked; empty where the template has none. */
    String instruction(String template) {
        String best = "";
        double most = 0;
        int position = 0;
        for (String raw : SENTENCES.splitAsStream(template).limit(MOST_SENTENCES).toList()) {
            String sentence = MARKUP.matcher(raw.replace(TemplateRenderer.SLOT, "…").strip()).replaceAll("");
            boolean opens = position == OPENING && ASKS.matcher(sentence).matches();
            double score = score(sentence) * (opens ? 1.8 : 1) / (1 + 0.12 * position++);
            if (score > most) {
                best = sentence;
                most = score;
            }
        }
        return best;
    }

    private double score(String sentence) {
        Set<String> words = words(sentence);
        if (words.size() < 2) {
            return 0;
        }
        double rarity = 0;
        for (String word : words) {
            rarity += Math.log(1 + (double) sites / sitesWith.getOrDefault(word, 1));
        }
        double mean = rarity / words.size();
        double length = Math.min(1, words.size() / 5.0);
        String asked = LABEL.matcher(sentence).replaceFirst("");
        return mean * length * (ASKS.matcher(asked).matches() ? 3 : 1) * (NOT_PROSE.matcher(sentence).find() ? 0.2 : 1);
    }

    /** A short name that no other site has yet. */
    String name(String instruction, String otherwise) {
        String labelled = LABEL.matcher(bare(instruction)).replaceFirst("");
        String goal = GOAL.matcher(labelled).replaceFirst("");
        String stripped = WORD.matcher(goal).results().count() < 2 ? labelled : goal;
        List<String> words = new ArrayList<>();
        for (String word : REPEATED.matcher(stripped).replaceAll("$1").split("\\s+", 40)) {
            if (words.size() == NAME_WORDS) {
                break;
            }
            words.add(word);
            if (words.size() >= 3 && word.matches(".*[,;:.(!?]")) {
                break;
            }
        }
        String name = bare(String.join(" ", words));
        while (name.matches("(?i).*\\s(a|an|the|of|to|and|or|in|for|with|that|is|by|on)$")) {
            name = bare(name.substring(0, name.lastIndexOf(' ')));
        }
        String base = name.length() < 3 ? otherwise : capital(name.length() > 80 ? name.substring(0, 80) : name);
        String unique = base;
        for (int i = 2; !taken.add(unique.toLowerCase(Locale.ROOT)); i++) {
            unique = base + " (" + i + ")";
        }
        return unique;
    }

    /** A text without punctuation around it, and without a bracket that is not closed any more then. */
    private static String bare(String text) {
        String bare = AROUND.matcher(text).replaceAll("");
        return AROUND.matcher(LEFT_OPEN.matcher(bare).replaceFirst("")).replaceAll("");
    }

    private static String capital(String name) {
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    private static Set<String> words(String text) {
        Set<String> words = new HashSet<>();
        Matcher matcher = WORD.matcher(text);
        while (matcher.find()) {
            words.add(matcher.group().toLowerCase(Locale.ROOT));
        }
        return words;
    }
}
