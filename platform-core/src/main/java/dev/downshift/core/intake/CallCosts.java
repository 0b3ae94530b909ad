package dev.downshift.core.intake;

import dev.downshift.engine.savings.ModelPrice;
import dev.downshift.engine.savings.PriceBook;
import dev.downshift.engine.traces.LlmCall.Usage;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What calls cost by one price book; each model is looked up once. */
final class CallCosts {

    private final PriceBook book;
    private final Map<String, Optional<ModelPrice>> prices = new HashMap<>();

    CallCosts(PriceBook book) {
        this.book = book;
    }

    String version() {
        return book.version();
    }

    /** In US dollars, or null where the model's price is not known. */
    @Nullable BigDecimal of(@Nullable String model, Usage usage) {
        return model == null ? null : prices.computeIfAbsent(model, book::price).map(price -> price.cost(usage)).orElse(null);
    }
}
