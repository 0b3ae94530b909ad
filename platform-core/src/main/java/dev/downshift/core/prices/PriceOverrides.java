package dev.downshift.core.prices;

import dev.downshift.engine.savings.MachinePrice;
import dev.downshift.engine.savings.ModelPrice;
import java.util.List;

/** Prices that an organization has set itself; they come before the shipped ones. */
public record PriceOverrides(List<ModelPrice> models, List<MachinePrice> machines) {

    /** Nothing set. */
    public static final PriceOverrides NONE = new PriceOverrides(List.of(), List.of());

    public PriceOverrides {
        models = List.copyOf(models);
        machines = List.copyOf(machines);
    }
}
