package dev.downshift.engine.discovery;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * How well the answer to the most similar earlier prompt already predicts an answer: a nearest-neighbour baseline by the
 * form of the answer. A model that is trained on the same calls should do better.
 *
 * @param agreement 0 to 1: label or tool equal, share of JSON fields equal
 * @param heldOut how many answers were predicted; agreement says little where they are few
 */
record Predictability(double agreement, int heldOut) {

    private static final double PAST = 0.7;

    static Predictability of(List<Observation> inTime) {
        int past = (int) (inTime.size() * PAST);
        double sum = 0;
        int heldOut = inTime.size() - past;
        if (past == 0) {
            return new Predictability(0, 0);
        }
        for (Observation held : inTime.subList(past, inTime.size())) {
            Observation nearest = inTime.getFirst();
            double most = -1;
            for (Observation earlier : inTime.subList(0, past)) {
                double similarity = held.similarity(earlier);
                if (similarity > most) {
                    most = similarity;
                    nearest = earlier;
                }
            }
            sum += agreement(held.answer, nearest.answer);
        }
        return new Predictability(heldOut == 0 ? 0 : sum / heldOut, heldOut);
    }

    private static double agreement(Answer actual, Answer predicted) {
        if (actual.kind() != predicted.kind()) {
            return 0;
        }
        return switch (actual.kind()) {
            case SHORT -> actual.fields().equals(predicted.fields()) ? 1 : 0;
            case JSON, TOOL -> equalFields(actual.fields(), predicted.fields());
            case CODE, PROSE -> 0;
        };
    }

    private static double equalFields(Map<String, String> actual, Map<String, String> predicted) {
        Set<String> names = new TreeSet<>(actual.keySet());
        names.addAll(predicted.keySet());
        long equal = names.stream()
                .filter(name -> actual.containsKey(name) && actual.get(name).equals(predicted.get(name)))
                .count();
        return names.isEmpty() ? 1 : (double) equal / names.size();
    }
}
