package dev.downshift.engine.discovery;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How often each form of answer was given, by a group of calls. */
final class AnswerForms {

    private static final double MOSTLY = 0.75;
    private static final int MOST_SHAPES = 1_000;
    private static final Pattern KEYS = Pattern.compile(",");

    private final Map<String, Integer> shapes = new TreeMap<>();
    private final Map<Answer.Kind, Integer> kinds = new EnumMap<>(Answer.Kind.class);
    private int answers;

    void add(Answer answer) {
        answers++;
        kinds.merge(answer.kind(), 1, Integer::sum);
        String shape = answer.kind() + ":" + answer.shape();
        if (shapes.size() < MOST_SHAPES || shapes.containsKey(shape)) {
            shapes.merge(shape, 1, Integer::sum);
        }
    }

    void addAll(AnswerForms other) {
        answers += other.answers;
        other.kinds.forEach((kind, count) -> kinds.merge(kind, count, Integer::sum));
        other.shapes.forEach((shape, count) -> shapes.merge(shape, count, Integer::sum));
    }

    int answers() {
        return answers;
    }

    int count(Answer.Kind kind) {
        return kinds.getOrDefault(kind, 0);
    }

    Map<String, Integer> shapes() {
        return shapes;
    }

    /** Whether both groups answer in a form of their own, and these differ: other JSON keys, JSON against prose. */
    boolean contradicts(AnswerForms other) {
        Answer.Kind mine = main();
        Answer.Kind theirs = other.main();
        if (mine == null || theirs == null) {
            return false;
        }
        if (mine != theirs) {
            return mine == Answer.Kind.JSON || theirs == Answer.Kind.JSON || mine == Answer.Kind.SHORT || theirs == Answer.Kind.SHORT;
        }
        return mine == Answer.Kind.JSON && overlap(other) < 0.3;
    }

    private Answer.@Nullable Kind main() {
        for (Answer.Kind kind : Answer.Kind.values()) {
            if (answers > 0 && count(kind) >= MOSTLY * answers) {
                return kind;
            }
        }
        return null;
    }

    /** Of the JSON keys used by either group, weighted by use, the share that both use. */
    private double overlap(AnswerForms other) {
        Map<String, Double> mine = keys();
        Map<String, Double> theirs = other.keys();
        return mine.isEmpty() && theirs.isEmpty() ? 1 : Ruzicka.overlap(mine, theirs);
    }

    private Map<String, Double> keys() {
        Map<String, Double> keys = new TreeMap<>();
        shapes.forEach((shape, count) -> {
            if (shape.startsWith("JSON:")) {
                for (String key : KEYS.splitAsStream(shape.substring(5)).toList()) {
                    keys.merge(key, (double) count / answers, Double::sum);
                }
            }
        });
        return keys;
    }
}
