package dev.downshift.web.settings;

import dev.downshift.core.InvalidInput;
import dev.downshift.core.Text;
import dev.downshift.core.prices.PriceOverrides;
import dev.downshift.core.prices.Prices;
import dev.downshift.core.tenancy.Permission;
import dev.downshift.core.tenancy.Requires;
import dev.downshift.engine.savings.MachinePrice;
import dev.downshift.engine.savings.ModelPrice;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The price book, and what an organization pays instead of its list prices. */
@Controller
@RequestMapping("/settings/prices")
class PricePages {

    private static final String HERE = "redirect:/settings/prices";
    private static final int SHOWN = 40;
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private final Prices prices;

    PricePages(Prices prices) {
        this.prices = prices;
    }

    @GetMapping
    String list(@RequestParam(defaultValue = "") String q, Model model) {
        var book = prices.current();
        var wanted = q.strip().toLowerCase(Locale.ROOT);
        var found = book.models().stream()
                .filter(price -> price.model().toLowerCase(Locale.ROOT).contains(wanted) || price.vendor().toLowerCase(Locale.ROOT).contains(wanted))
                .toList();
        var own = prices.overrides();
        model.addAttribute("q", q);
        model.addAttribute("book", book);
        model.addAttribute("own", own);
        model.addAttribute("ownModels", own.models().stream().map(ModelPrice::model).toList());
        model.addAttribute("found", found.size());
        model.addAttribute("models", found.stream().limit(SHOWN).toList());
        return "settings/prices";
    }

    @Requires(Permission.MANAGE_SETTINGS)
    @PostMapping("/models")
    String setModel(@RequestParam String name, @RequestParam String prompt, @RequestParam(defaultValue = "") String cached,
            @RequestParam String completion, RedirectAttributes after) {
        var model = Text.limited("name", name, Text.LONGEST_NAME).toLowerCase(Locale.ROOT);
        if (model.isEmpty()) {
            throw new InvalidInput("name", "The price needs the name of its model.", "Write it as the calls carry it, like gpt-4o-mini.");
        }
        var before = prices.current().price(name);
        var prompted = amount("prompt", prompt);
        var price = new ModelPrice(model, before.map(ModelPrice::vendor).orElse("own"), prompted,
                cached.isBlank() ? prompted : amount("cached", cached), amount("completion", completion),
                before.map(ModelPrice::aliases).orElse(List.of()));
        save(without(price.model()), price);
        after.addFlashAttribute("saved", price.model());
        return HERE;
    }

    @Requires(Permission.MANAGE_SETTINGS)
    @PostMapping("/models/remove")
    String removeModel(@RequestParam String name) {
        var own = prices.overrides();
        prices.override(new PriceOverrides(without(name), own.machines()));
        return HERE;
    }

    @Requires(Permission.MANAGE_SETTINGS)
    @PostMapping("/machines")
    String setMachine(@RequestParam String machine, @RequestParam String hour, @RequestParam String utilization, RedirectAttributes after) {
        var before = prices.current().machines().stream().filter(one -> one.machine().equals(machine)).findFirst()
                .orElseThrow(() -> new InvalidInput("machine", "There is no such machine.", "Choose one of the list."));
        var share = amount("utilization", utilization).divide(HUNDRED);
        if (share.signum() <= 0 || share.compareTo(BigDecimal.ONE) > 0) {
            throw new InvalidInput("utilization", "The busy share is not above 0 and up to 100.", "Write a percentage, like 30.");
        }
        var machines = new ArrayList<MachinePrice>(prices.overrides().machines());
        machines.removeIf(one -> one.machine().equals(machine));
        machines.add(new MachinePrice(machine, before.description(), amount("hour", hour), share));
        prices.override(new PriceOverrides(prices.overrides().models(), machines));
        after.addFlashAttribute("saved", machine);
        return HERE;
    }

    private void save(List<ModelPrice> others, ModelPrice price) {
        var models = new ArrayList<>(others);
        models.add(price);
        prices.override(new PriceOverrides(models, prices.overrides().machines()));
    }

    private List<ModelPrice> without(String model) {
        return prices.overrides().models().stream().filter(price -> !price.model().equals(model)).toList();
    }

    private static BigDecimal amount(String field, String text) {
        try {
            var amount = new BigDecimal(text.strip());
            if (ModelPrice.isPrice(amount)) {
                return amount;
            }
        } catch (NumberFormatException notANumber) {
            // answered below, like a negative one
        }
        throw new InvalidInput(field, "“" + text + "” is not a price.", "Write a number with a point, like 0.15, of at most a million.");
    }
}
