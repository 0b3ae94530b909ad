package dev.downshift.web.training;

import dev.downshift.core.training.TrainingEvent;
import dev.downshift.web.shell.Chart;
import dev.downshift.web.shell.Texts;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The loss over the steps, of training and of validation. */
final class LossChart {

    private static final int POINTS = 120;

    private LossChart() {}

    /** Nothing before the second step. A step that was taken again after a stop counts once. */
    static @Nullable Chart of(List<TrainingEvent> events, Texts texts) {
        var training = byStep(events, TrainingEvent.Kind.STEP);
        var validation = byStep(events, TrainingEvent.Kind.VALIDATION);
        if (training.size() < 2) {
            return null;
        }
        int every = Math.max(1, training.size() / POINTS);
        List<Integer> steps = training.keySet().stream()
                .filter(step -> step % every == 0 || validation.containsKey(step) || step.equals(training.lastKey()))
                .toList();
        return Chart.lines(texts.of("runs.loss.title"), texts.of("runs.loss.unit"), texts.of("runs.loss.step"), steps.stream().map(String::valueOf).toList(), List.of(
                new Chart.Series(texts.of("runs.loss.training"), steps.stream().map(step -> training.getOrDefault(step, Double.NaN)).toList()),
                new Chart.Series(texts.of("runs.loss.validation"), steps.stream().map(step -> validation.getOrDefault(step, Double.NaN)).toList())));
    }

    private static SortedMap<Integer, Double> byStep(List<TrainingEvent> events, TrainingEvent.Kind kind) {
        var losses = new TreeMap<Integer, Double>();
        for (TrainingEvent event : events) {
            Integer step = event.step();
            Double loss = event.loss();
            if (event.kind() == kind && step != null && loss != null) {
                losses.put(step, loss);
            }
        }
        return losses;
    }
}
