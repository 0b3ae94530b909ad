package dev.downshift.web.evaluations;

import dev.downshift.core.evaluation.Answer;
import dev.downshift.core.evaluation.Contender;
import dev.downshift.core.evaluation.ExampleResult;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One example with what candidate and incumbent answered, and how the candidate's answer differs. */
public record AnswerRow(int ordinal, String call, List<String> slices, String reference, Side candidate, Side incumbent, @Nullable Side base,
        List<WordDiff.Piece> difference) {

    /** One answer; {@code missed} are the fields that were not met. */
    public record Side(String text, double score, List<String> missed, @Nullable Long latencyMillis, @Nullable String failure) {}

    static AnswerRow of(ExampleResult result) {
        Side candidate = side(result.answers().get(Contender.CANDIDATE));
        Side incumbent = side(result.answers().get(Contender.INCUMBENT));
        Answer base = result.answers().get(Contender.BASE);
        return new AnswerRow(result.ordinal(), result.call().toString(), result.slices(), text(result.reference()), candidate, incumbent,
                base == null ? null : side(base), WordDiff.between(incumbent.text(), candidate.text()));
    }

    private static Side side(@Nullable Answer answer) {
        if (answer == null) {
            return new Side("", 0, List.of(), null, null);
        }
        List<String> missed = new ArrayList<>();
        answer.fields().propertyStream().filter(field -> !field.getValue().asBoolean(false)).forEach(field -> missed.add(field.getKey()));
        return new Side(text(answer.message()), answer.score(), missed, answer.latencyMillis(), answer.failure());
    }

    private static String text(@Nullable JsonNode message) {
        if (message == null) {
            return "";
        }
        if (!message.path("tool_calls").isEmpty()) {
            return String.join("\n", message.path("tool_calls").valueStream()
                    .map(call -> call.path("function").path("name").asString("") + " " + call.path("function").path("arguments").asString("")).toList());
        }
        return message.path("content").asString("");
    }
}
