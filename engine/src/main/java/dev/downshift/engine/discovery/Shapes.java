package dev.downshift.engine.discovery;

import dev.downshift.engine.evaluation.OutputShape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The output shape of a site and how much its answers vary.
 *
 * @param shape the shape
 * @param distinct different answers in the sample
 * @param sampled answers in the sample
 * @param entropy of the answers, in bits, as sampled
 */
record Shapes(OutputShape shape, int distinct, int sampled, double entropy) {

    private static final double MOSTLY = 0.6;
    private static final double OFTEN = 0.3;
    private static final int CLOSED_SET = 80;
    private static final int REPEATED = 4;

    static Shapes of(AnswerForms forms, List<Observation> sample) {
        Map<Map<String, String>, Integer> answers = new HashMap<>();
        for (Observation each : sample) {
            if (!each.answer.fields().isEmpty()) {
                answers.merge(each.answer.fields(), 1, Integer::sum);
            }
        }
        int counted = answers.values().stream().mapToInt(Integer::intValue).sum();
        double entropy = 0;
        for (int count : answers.values()) {
            double share = (double) count / counted;
            entropy -= share * Math.log(share) / Math.log(2);
        }
        boolean closed = counted >= 8 && answers.size() <= CLOSED_SET && answers.size() * REPEATED <= counted;
        return new Shapes(shape(forms, closed), answers.size(), sample.size(), entropy);
    }

    private static OutputShape shape(AnswerForms forms, boolean closed) {
        double all = Math.max(1, forms.answers());
        if (forms.count(Answer.Kind.TOOL) >= OFTEN * all) {
            return OutputShape.TOOL_CALL;
        }
        if (closed && forms.count(Answer.Kind.SHORT) + forms.count(Answer.Kind.JSON) >= MOSTLY * all) {
            return OutputShape.LABEL;
        }
        return forms.count(Answer.Kind.JSON) >= MOSTLY * all ? OutputShape.JSON_OBJECT : OutputShape.TEXT;
    }
}
