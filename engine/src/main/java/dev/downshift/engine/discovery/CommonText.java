package dev.downshift.engine.discovery;

import dev.downshift.engine.traces.LlmCall;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What the lines of several prompts have in common, word by word. */
final class CommonText {

    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final int MOST_VARIANTS = 40;

    private final Map<Long, List<List<String>>> variants = new HashMap<>();

    void add(LlmCall call) {
        for (Segment segment : Outline.of(call).segments()) {
            if (segment.message() >= 0) {
                String text = call.messages().get(segment.message()).text().substring(segment.start(), segment.end());
                List<String> words = SPACE.splitAsStream(text).toList();
                add(segment.full(), words);
                add(segment.prefix(), words);
                add(segment.suffix(), words);
            }
        }
    }

    private void add(long hash, List<String> words) {
        List<List<String>> known = variants.computeIfAbsent(hash, h -> new ArrayList<>());
        if (hash != 0 && known.size() < MOST_VARIANTS) {
            known.add(words);
        }
    }

    /** The text of a line with the words that vary (its numbers and dates) as slots. */
    String marked(long full, String text) {
        List<List<String>> same = variants.getOrDefault(full, List.of());
        List<String> words = SPACE.splitAsStream(text).toList();
        if (same.stream().allMatch(words::equals) || same.stream().anyMatch(other -> other.size() != words.size())) {
            return text;
        }
        StringBuilder marked = new StringBuilder();
        for (int i = 0; i < words.size(); i++) {
            int at = i;
            boolean equal = same.stream().allMatch(other -> other.get(at).equals(words.get(at)));
            boolean slotBefore = marked.toString().endsWith(TemplateRenderer.SLOT);
            if (equal || !slotBefore) {
                marked.append(i == 0 ? "" : " ").append(equal ? words.get(i) : TemplateRenderer.SLOT);
            }
        }
        return marked.toString();
    }

    /** What all lines with this beginning begin with; {@code least} where that is shorter. */
    String beginning(long prefix, String least) {
        List<List<String>> lines = variants.getOrDefault(prefix, List.of());
        int common = common(lines, false);
        return common <= words(least) ? least : String.join(" ", lines.getFirst().subList(0, common));
    }

    /** What all lines with this ending end with; {@code least} where that is shorter. */
    String ending(long suffix, String least) {
        List<List<String>> lines = variants.getOrDefault(suffix, List.of());
        int common = common(lines, true);
        return common <= words(least) ? least : String.join(" ", lines.getFirst().subList(lines.getFirst().size() - common, lines.getFirst().size()));
    }

    private static int common(List<List<String>> lines, boolean fromEnd) {
        if (lines.isEmpty()) {
            return 0;
        }
        List<String> first = lines.getFirst();
        int common = first.size() - 1;
        for (List<String> line : lines) {
            int equal = 0;
            while (equal < Math.min(common, line.size()) && word(first, equal, fromEnd).equals(word(line, equal, fromEnd))) {
                equal++;
            }
            common = equal;
        }
        return common;
    }

    private static String word(List<String> words, int index, boolean fromEnd) {
        return words.get(fromEnd ? words.size() - 1 - index : index);
    }

    private static int words(String text) {
        return (int) SPACE.splitAsStream(text).count();
    }
}
