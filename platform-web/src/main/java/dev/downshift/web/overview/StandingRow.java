package dev.downshift.web.overview;

import dev.downshift.core.overview.TaskStanding;
import dev.downshift.core.overview.TaskStanding.Stage;
import java.math.BigDecimal;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A task as the overview shows it.
 *
 * @param estimated whether its figures are estimates
 * @param tone of its badge
 * @param key of its badge's text
 */
public record StandingRow(UUID task, String name, long calls, @Nullable BigDecimal cost, boolean estimated, String tone, String key) {

    static StandingRow of(TaskStanding standing) {
        var notWorth = standing.stage() == Stage.DISCOVERED && !standing.worthMoving();
        return new StandingRow(standing.task(), standing.name(), standing.calls(), standing.cost(), standing.estimated(),
                notWorth ? "off" : tone(standing.stage()), notWorth ? "NOT_WORTH" : standing.stage().name());
    }

    private static String tone(Stage stage) {
        return switch (stage) {
            case DISCOVERED, DATASET, TRAINED -> "waiting";
            case TRAINING, SHADOW -> "running";
            case NOT_PROVEN -> "bad";
            case WAITING -> "warn";
            case PROVEN, CANARY, FULL -> "good";
        };
    }
}
