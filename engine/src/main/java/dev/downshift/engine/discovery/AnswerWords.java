package dev.downshift.engine.discovery;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;

/** Says in words how a site's calls are answered. */
final class AnswerWords {

    private static final int LONGEST_INSTRUCTION = 220;

    private final AnswerForms forms;
    private final Shapes shapes;
    private final Set<String> tools;

    AnswerWords(AnswerForms forms, Shapes shapes, Set<String> tools) {
        this.forms = forms;
        this.shapes = shapes;
        this.tools = tools;
    }

    /** A name, for a site whose template says nothing in words. */
    String name() {
        return switch (shapes.shape()) {
            case LABEL -> "Choose one of " + shapes.distinct() + " answers";
            case JSON_OBJECT -> "Fill " + list(mainShape(Answer.Kind.JSON), 3);
            case TOOL_CALL -> tools.isEmpty() ? "Call a tool" : "Call " + String.join(" or ", tools.stream().limit(2).toList());
            case TEXT -> "Write text";
        };
    }

    String describe(String instruction) {
        String asked = instruction.length() > LONGEST_INSTRUCTION ? instruction.substring(0, LONGEST_INSTRUCTION).strip() + "…" : instruction;
        String answered = "Answered " + form() + ".";
        return asked.isEmpty() ? answered : "Asks: “" + asked + "” " + answered;
    }

    private String form() {
        return switch (shapes.shape()) {
            case LABEL -> "with one of " + shapes.distinct() + " values seen so far";
            case JSON_OBJECT -> "with a JSON object of " + list(mainShape(Answer.Kind.JSON), 6);
            case TOOL_CALL -> tools.size() == 1 ? "by calling " + tools.iterator().next() : "by calling one of " + tools.size() + " tools, or in words";
            case TEXT -> forms.count(Answer.Kind.CODE) * 2 > forms.answers() ? "with code" : "in free text";
        };
    }

    private String mainShape(Answer.Kind kind) {
        return forms.shapes().entrySet().stream()
                .filter(each -> each.getKey().startsWith(kind + ":"))
                .max(Comparator.<Map.Entry<String, Integer>>comparingInt(Map.Entry::getValue).thenComparing(Map.Entry::getKey))
                .map(each -> each.getKey().substring(kind.name().length() + 1))
                .orElse("");
    }

    private static String list(String keys, int most) {
        String[] all = keys.split(",", -1);
        String listed = String.join(", ", Arrays.asList(all).subList(0, Math.min(most, all.length)));
        return all.length > most ? listed + " and " + (all.length - most) + " more" : listed;
    }
}
