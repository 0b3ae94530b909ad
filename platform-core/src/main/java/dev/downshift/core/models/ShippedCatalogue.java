package dev.downshift.core.models;

import dev.downshift.core.Conflict;
import dev.downshift.core.NotFound;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The catalogue that is shipped with this version. */
@Component
@EnableConfigurationProperties(ModelProperties.class)
class ShippedCatalogue implements ModelCatalogue {

    private final List<BaseModel> models;

    ShippedCatalogue(ModelProperties properties) {
        this.models = read().stream()
                .map(model -> model.unavailableBecause(obstacle(model, properties)))
                .sorted(Comparator.comparingLong(BaseModel::parameters))
                .toList();
    }

    @Override
    public List<BaseModel> all() {
        return models;
    }

    @Override
    public BaseModel get(String id) {
        return models.stream().filter(model -> model.id().equals(id)).findFirst().orElseThrow(() -> new NotFound("base model"));
    }

    @Override
    public BaseModel choose(Need need) {
        return best(need)
                .orElseThrow(() -> new Conflict("No base model that is available here takes calls of " + need.longestTokens()
                        + " tokens. Set downshift.models.hub=true where workers can reach the model hub."));
    }

    @Override
    public String reason(BaseModel model, Need need) {
        boolean trained = need.tools() && model.tools();
        String lead = best(need).filter(model::equals).isPresent()
                ? "is the smallest available model" + (trained ? " that was trained to call tools and" : "") + " whose context (%,d tokens) holds the longest example (%,d)"
                : "has a context of %,d tokens, where the longest example takes about %,d";
        String shape = switch (need.shape()) {
            case LABEL -> "a closed set of labels is what small models learn best";
            case JSON_OBJECT -> "the answers are objects of fixed fields, which small models learn well";
            case TOOL_CALL -> model.tools()
                    ? "the answers are calls of tools, for which it was trained"
                    : "the answers are calls of tools, which it was not trained for and learns from the examples";
            case TEXT -> "free text is hard to prove, so start small and look at the evaluation";
        };
        return model.name() + " " + String.format(Locale.ROOT, lead, model.contextTokens(), need.longestTokens()) + ", and " + shape + ".";
    }

    private Optional<BaseModel> best(Need need) {
        return models.stream()
                .filter(model -> model.available() && model.contextTokens() >= need.longestTokens())
                .min(Comparator.comparing((BaseModel model) -> need.tools() && !model.tools()).thenComparingLong(BaseModel::parameters));
    }

    private static @Nullable String obstacle(BaseModel model, ModelProperties properties) {
        String source = model.source();
        if (source == null) {
            return "Models of the family " + model.family() + " can be chosen once exports of that family are supported.";
        }
        if (source.startsWith("hub:") && !properties.hub()) {
            return "It is downloaded from the model hub, which this installation is not set up to reach. "
                    + "Set downshift.models.hub=true where workers can.";
        }
        return null;
    }

    private static List<BaseModel> read() {
        try (InputStream file = Objects.requireNonNull(ShippedCatalogue.class.getResourceAsStream("base-models.json"))) {
            return Arrays.asList(new JsonMapper().readValue(file, BaseModel[].class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
