package dev.downshift.core.training;

import dev.downshift.engine.savings.PriceBook;
import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a machine's time costs, in US dollars. */
final class TrainingCost {

    private TrainingCost() {}

    /** The cost of keeping the device busy; a null device is one the trainer has not named yet. */
    static BigDecimal of(PriceBook book, @Nullable String device, Duration time) {
        return book.machine("cuda".equals(device) ? "gpu" : "cpu").busy(time);
    }
}
