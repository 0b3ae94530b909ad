package dev.downshift.api.savings;

import dev.downshift.core.InvalidInput;
import dev.downshift.core.Text;
import dev.downshift.core.prices.PriceOverrides;
import dev.downshift.core.prices.Prices;
import dev.downshift.core.tenancy.Permission;
import dev.downshift.core.tenancy.Requires;
import dev.downshift.engine.savings.MachinePrice;
import dev.downshift.engine.savings.ModelPrice;
import dev.downshift.engine.savings.PriceBook;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The prices that calls and machines are counted with. */
@RestController
@RequestMapping("/api/v1/prices")
@Tag(name = "Savings")
class PricesApi {

    private static final int MOST_PRICES = 1000;
    private static final int MOST_ALIASES = 100;

    private final Prices prices;

    PricesApi(Prices prices) {
        this.prices = prices;
    }

    record PricesView(String version, LocalDate asOf, String currency, String unit, String source, String licence, List<ModelPrice> models,
            List<MachinePrice> machines, PriceOverrides overrides) {}

    record OverridesChange(@Size(max = MOST_PRICES) @Nullable List<@NotNull @Valid ModelChange> models, @Size(max = MOST_PRICES) @Nullable List<@NotNull @Valid MachineChange> machines) {}

    /** A model's own price; a cached token costs as much as another where nothing is said. */
    record ModelChange(@Size(max = Text.LONGEST_NAME) @Nullable String model, @Size(max = Text.LONGEST_NAME) @Nullable String vendor, @Nullable BigDecimal prompt,
            @Nullable BigDecimal cached, @Nullable BigDecimal completion, @Size(max = MOST_ALIASES) @Nullable List<@NotNull @Size(max = Text.LONGEST_NAME) String> aliases) {
        ModelPrice price() {
            if (model == null || model.isBlank()) {
                throw new InvalidInput("models.model", "A price has no model.", "Send the name that calls carry, such as \"gpt-4o\".");
            }
            BigDecimal computed = amount(prompt, "models.prompt", model);
            return new ModelPrice(model.strip(), vendor == null ? "" : vendor, computed, cached == null ? computed : amount(cached, "models.cached", model),
                    amount(completion, "models.completion", model), aliases == null ? List.of() : aliases);
        }
    }

    record MachineChange(@Nullable String machine, @Size(max = Text.LONGEST_COMMENT) @Nullable String description, @Nullable BigDecimal usdPerHour, @Nullable BigDecimal utilization) {
        MachinePrice price(PriceBook book) {
            MachinePrice shipped = book.machines().stream().filter(known -> known.machine().equals(machine)).findFirst()
                    .orElseThrow(() -> new InvalidInput("machines.machine", "There is no such machine.", "Use cpu or gpu."));
            BigDecimal share = utilization == null ? shipped.utilization() : utilization;
            if (share.signum() <= 0 || share.compareTo(BigDecimal.ONE) > 0 || share.scale() > ModelPrice.SCALE) {
                throw new InvalidInput("machines.utilization", "The utilization is not above 0 and up to 1.", "Send 0.3, for example.");
            }
            return new MachinePrice(shipped.machine(), description == null ? shipped.description() : description,
                    amount(usdPerHour == null ? shipped.usdPerHour() : usdPerHour, "machines.usdPerHour", shipped.machine()), share);
        }
    }

    @GetMapping
    @Operation(summary = "The price book that applies: the shipped one with the organization's own prices on top, in US dollars per million tokens")
    PricesView current() {
        return view(prices.current());
    }

    @Requires(Permission.MANAGE_SETTINGS)
    @PutMapping
    @Operation(summary = "Sets the organization's own prices in place of those it had set; an empty list takes them all away")
    PricesView set(@Valid @RequestBody OverridesChange change) {
        List<ModelPrice> models = change.models() == null ? prices.overrides().models() : change.models().stream().map(ModelChange::price).toList();
        PriceBook book = prices.current();
        List<MachinePrice> machines = change.machines() == null ? prices.overrides().machines() : change.machines().stream().map(machine -> machine.price(book)).toList();
        return view(prices.override(new PriceOverrides(models, machines)));
    }

    private PricesView view(PriceBook book) {
        return new PricesView(book.version(), book.asOf(), book.currency(), book.unit(), book.source(), book.licence(), book.models(), book.machines(), prices.overrides());
    }

    private static BigDecimal amount(@Nullable BigDecimal amount, String field, String what) {
        if (amount == null || !ModelPrice.isPrice(amount)) {
            throw new InvalidInput(field, "The price of " + what + " is missing, negative or not an amount of money.", "Send US dollars as a decimal, such as 2.50.");
        }
        return amount;
    }
}
