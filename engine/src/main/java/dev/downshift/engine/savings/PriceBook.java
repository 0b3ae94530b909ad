package dev.downshift.engine.savings;

import dev.downshift.engine.traces.LlmCall.Usage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A dated list of prices. A model that is not in it has no price: it is unknown, never free and never guessed.
 *
 * @param version names the list; amounts computed from it carry the name
 * @param asOf the day the prices were valid
 * @param currency always {@code USD}
 * @param unit what the prices of models are for
 * @param source where the prices were read
 * @param licence under which the list may be used
 */
public record PriceBook(String version, LocalDate asOf, String currency, String unit, String source, String licence, List<ModelPrice> models,
        List<MachinePrice> machines) {

    private static final String RESOURCE = "price-book.json";
    /** A date, a build number or a channel behind a model's name; not a size, which would be another model. */
    private static final Pattern VARIANT = Pattern.compile("(?:[-@:](?:\\d{4}-\\d{2}-\\d{2}|\\d{8}|\\d{6}|\\d{4}|\\d{3}|\\d{2}-\\d{2,4}|latest|preview|exp|experimental|beta|v\\d+(?::\\d+)?))+");

    public PriceBook {
        models = List.copyOf(models);
        machines = List.copyOf(machines);
    }

    /** The list that comes with this release. */
    public static PriceBook shipped() {
        try (InputStream resource = PriceBook.class.getResourceAsStream(RESOURCE)) {
            if (resource == null) {
                throw new IllegalStateException("the resource " + RESOURCE + " is missing from the engine's jar");
            }
            return JsonMapper.shared().readValue(resource, Shipped.class).book();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** This list with other prices for some models or machines, or prices for more, under a version of its own. */
    public PriceBook with(String newVersion, List<ModelPrice> otherModels, List<MachinePrice> otherMachines) {
        Map<String, ModelPrice> byModel = new LinkedHashMap<>();
        models.forEach(price -> byModel.put(price.model(), price));
        otherModels.forEach(price -> byModel.put(price.model(), price));
        Map<String, MachinePrice> byMachine = new LinkedHashMap<>();
        machines.forEach(price -> byMachine.put(price.machine(), price));
        otherMachines.forEach(price -> byMachine.put(price.machine(), price));
        return new PriceBook(newVersion, asOf, currency, unit, source, licence, List.copyOf(byModel.values()), List.copyOf(byMachine.values()));
    }

    /** The price of a model by any of its names: with a vendor before it, with a date behind it, or an alias. */
    public Optional<ModelPrice> price(@Nullable String model) {
        if (model == null || model.isBlank()) {
            return Optional.empty();
        }
        String name = model.strip().toLowerCase(Locale.ROOT);
        Map<String, ModelPrice> names = names();
        for (String candidate : List.of(name, name.substring(name.lastIndexOf('/') + 1), withoutRegion(name))) {
            ModelPrice price = named(candidate, names);
            if (price != null) {
                return Optional.of(price);
            }
        }
        return Optional.empty();
    }

    /** What a call costs in US dollars; empty when its model is unknown. */
    public Optional<BigDecimal> cost(@Nullable String model, Usage usage) {
        return price(model).map(price -> price.cost(usage));
    }

    /** The price of a machine. */
    public MachinePrice machine(String machine) {
        return machines.stream().filter(price -> price.machine().equals(machine)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the price book " + version + " has no machine " + machine));
    }

    private Map<String, ModelPrice> names() {
        Map<String, ModelPrice> names = new HashMap<>();
        for (ModelPrice price : models) {
            price.aliases().forEach(alias -> names.putIfAbsent(alias.toLowerCase(Locale.ROOT), price));
        }
        models.forEach(price -> names.put(price.model().toLowerCase(Locale.ROOT), price));
        return names;
    }

    private static @Nullable ModelPrice named(String name, Map<String, ModelPrice> names) {
        for (int end = name.length(); end > 0; end = separator(name, end)) {
            ModelPrice price = names.get(name.substring(0, end));
            if (price != null && (end == name.length() || VARIANT.matcher(name.substring(end)).matches())) {
                return price;
            }
        }
        return null;
    }

    private static int separator(String name, int before) {
        return Math.max(name.lastIndexOf('-', before - 1), Math.max(name.lastIndexOf('@', before - 1), name.lastIndexOf(':', before - 1)));
    }

    /** {@code us.anthropic.claude-3-haiku} as Amazon Bedrock writes it. */
    private static String withoutRegion(String name) {
        int vendor = name.indexOf("anthropic.");
        return vendor >= 0 ? name.substring(vendor + "anthropic.".length()) : name;
    }

    /** The file, where aliases may be left out. */
    private record Shipped(String version, LocalDate asOf, String currency, String unit, String source, String licence, List<Entry> models,
            List<MachinePrice> machines) {

        private record Entry(String model, String vendor, BigDecimal prompt, BigDecimal cached, BigDecimal completion, @Nullable List<String> aliases) {
            ModelPrice price() {
                return new ModelPrice(model, vendor, prompt, cached, completion, aliases == null ? List.of() : aliases);
            }
        }

        PriceBook book() {
            return new PriceBook(version, asOf, currency, unit, source, licence, models.stream().map(Entry::price).toList(), machines);
        }
    }
}
