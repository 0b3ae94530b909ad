package dev.downshift.core.overview;

import java.math.BigDecimal;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far a task has come.
 *
 * @param estimated whether kept calls stand for others in its figures
 */
public record TaskStanding(
        UUID task, String name, long calls, @Nullable BigDecimal cost, boolean estimated, boolean worthMoving, Stage stage) {

    /** The furthest stage a task has reached, first to last. */
    public enum Stage {
        DISCOVERED,
        DATASET,
        TRAINING,
        TRAINED,
        NOT_PROVEN,
        PROVEN,
        WAITING,
        SHADOW,
        CANARY,
        FULL
    }
}
