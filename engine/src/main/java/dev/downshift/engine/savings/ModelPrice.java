package dev.downshift.engine.savings;

import dev.downshift.engine.traces.LlmCall.Usage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/**
 * What a model costs, in US dollars per million tokens.
 *
 * @param model the name calls carry, without vendor prefix and date
 * @param vendor who sells it
 * @param prompt a prompt token that is computed
 * @param cached a prompt token that comes from the vendor's cache
 * @param completion a token of the answer, reasoning included
 * @param aliases other names of the same model at the same price
 */
public record ModelPrice(String model, String vendor, BigDecimal prompt, BigDecimal cached, BigDecimal completion, List<String> aliases) {

    /** Decimal places of an amount: a billionth of a dollar. */
    public static final int SCALE = 9;

    private static final int MILLION = 6;
    private static final BigDecimal HIGHEST = BigDecimal.valueOf(1_000_000);

    public ModelPrice {
        aliases = List.copyOf(aliases);
        if (model.isBlank()) {
            throw new IllegalArgumentException("a price needs the name of its model");
        }
        if (prompt.signum() < 0 || cached.signum() < 0 || completion.signum() < 0) {
            throw new IllegalArgumentException("the price of " + model + " is negative");
        }
    }

    /** Whether this can be a price, of tokens or of an hour: not negative, a million dollars at most, no more than {@link #SCALE} decimal places. */
    public static boolean isPrice(BigDecimal amount) {
        return amount.signum() >= 0 && amount.compareTo(HIGHEST) <= 0 && amount.scale() <= SCALE;
    }

    /** What a call costs in US dollars, rounded to a billionth. */
    public BigDecimal cost(Usage usage) {
        int cachedTokens = Math.min(usage.cachedTokens(), usage.promptTokens());
        BigDecimal computed = prompt.multiply(BigDecimal.valueOf(usage.promptTokens() - (long) cachedTokens));
        BigDecimal fromCache = cached.multiply(BigDecimal.valueOf(cachedTokens));
        BigDecimal answered = completion.multiply(BigDecimal.valueOf(usage.completionTokens()));
        return computed.add(fromCache).add(answered).movePointLeft(MILLION).setScale(SCALE, RoundingMode.HALF_EVEN);
    }
}
