package dev.downshift.core.evaluation;

import dev.downshift.core.datasets.DatasetView;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which examples of the test split are asked: all, or as many as were decided beforehand, evenly spread over its time. It
 * follows from dataset and settings alone, so that a restarted evaluation asks the same.
 *
 * @param withBase those that the base model is asked as well
 */
record Sample(List<Integer> ordinals, Set<Integer> withBase) {

    static Sample of(DatasetView dataset, EvaluationSettings settings) {
        int first = dataset.train() + dataset.validation();
        List<Integer> ordinals = spread(dataset.test(), settings.examples()).mapToObj(place -> first + place).toList();
        Set<Integer> withBase = spread(ordinals.size(), settings.baseExamples()).mapToObj(ordinals::get).collect(Collectors.toUnmodifiableSet());
        return new Sample(ordinals, withBase);
    }

    private static IntStream spread(int of, int count) {
        int chosen = Math.min(of, count);
        return IntStream.range(0, chosen).map(index -> (int) ((long) index * of / chosen));
    }
}
