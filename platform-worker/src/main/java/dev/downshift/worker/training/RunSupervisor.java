package dev.downshift.worker.training;

import dev.downshift.core.training.TrainingEvent;
import dev.downshift.core.training.TrainingEvent.Kind;
import dev.downshift.core.training.TrainingJournal;
import dev.downshift.core.training.TrainingJournal.Progress;
import dev.downshift.core.training.TrainingRunId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes a trainer's progress into the journal.
 *
 * @param eventsSeen how many lines of progress are known already
 */
record RunSupervisor(TrainingJournal journal, TrainingRunId id, long eventsSeen) {

    boolean cancelRequested() {
        return journal.cancelRequested(id);
    }

    void events(List<TrainerEvent> events) {
        List<TrainingEvent> kept = new ArrayList<>();
        Integer step = null;
        Integer total = null;
        Double loss = null;
        Double pace = null;
        Integer eta = null;
        String device = null;
        for (TrainerEvent event : events) {
            switch (event.kind()) {
                case "step" -> {
                    step = event.integer("step");
                    total = event.integer("total");
                    loss = event.number("loss");
                    pace = event.number("tokens_per_second");
                    eta = event.integer("eta_seconds");
                    kept.add(of(event, Kind.STEP, null));
                }
                case "planned", "replanned" -> {
                    total = event.integer("total");
                    kept.add(of(event, Kind.MESSAGE, "Planned " + total + " steps"));
                }
                case "loaded" -> {
                    device = event.text("device");
                    kept.add(of(event, Kind.MESSAGE, "Loaded the base model on " + device));
                }
                case "examples" -> kept.add(of(event, Kind.MESSAGE, "%s: %s examples used, %s too long".formatted(
                        event.text("split"), event.integer("used"), event.integer("too_long"))));
                case "resumed" -> kept.add(of(event, Kind.RESUMED, "Went on from step " + event.integer("step")));
                case "checkpoint" -> kept.add(of(event, Kind.CHECKPOINT, event.text("path")));
                case "validation" -> kept.add(of(event, Kind.VALIDATION, null));
                case "export" -> kept.add(of(event, Kind.EXPORT, event.text("stage")));
                case "finished" -> kept.add(of(event, Kind.MESSAGE, "Trained; %s of %s validation answers exact".formatted(
                        event.integer("validation_exact"), event.integer("validation_answered"))));
                case "stopped" -> kept.add(of(event, Kind.MESSAGE, "Stopped, with a checkpoint"));
                case "failed" -> kept.add(of(event, Kind.MESSAGE, event.text("reason")));
                default -> {}
            }
        }
        journal.record(id, kept, new Progress(step, total, loss, pace, eta, device));
    }

    private static TrainingEvent of(TrainerEvent event, Kind kind, @Nullable String text) {
        return new TrainingEvent(event.ordinal(), event.at(), kind, event.integer("step"), event.number("loss"),
                event.number("tokens_per_second"), text);
    }
}
