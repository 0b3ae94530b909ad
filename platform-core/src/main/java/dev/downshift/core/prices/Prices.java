package dev.downshift.core.prices;

import dev.downshift.engine.savings.PriceBook;

/** The prices of the current organization. */
public interface Prices {

    /** The prices that apply now, as one immutable book under a version that amounts can name; ask once for many calls. */
    PriceBook current();

    /** What the organization has set itself. */
    PriceOverrides overrides();

    /** Sets the organization's own prices, in place of those it had set. Amounts computed before keep their version. */
    PriceBook override(PriceOverrides overrides);
}
