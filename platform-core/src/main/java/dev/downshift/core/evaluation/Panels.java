package dev.downshift.core.evaluation;

import dev.downshift.core.datasets.DatasetView;
import dev.downshift.core.network.AddressRules;
import dev.downshift.core.network.OutboundHttp;
import dev.downshift.core.prices.Prices;
import dev.downshift.core.routing.IncumbentAccess;
import dev.downshift.core.routing.IncumbentAddresses;
import dev.downshift.core.routing.IncumbentEndpoints;
import dev.downshift.core.routing.ModelServers;
import dev.downshift.core.routing.ModelUnavailable;
import dev.downshift.core.routing.ServableModel;
import dev.downshift.core.training.CandidateView;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Brings the contenders of an evaluation together: serves the models, finds the incumbent. */
@Component
class Panels {

    private static final Logger LOG = LoggerFactory.getLogger(Panels.class);
    private static final Duration SMALL_MODEL_TIMEOUT = Duration.ofMinutes(2);
    private static final Duration INCUMBENT_TIMEOUT = Duration.ofMinutes(1);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final ModelServers servers;
    private final IncumbentEndpoints endpoints;
    private final Prices prices;
    private final JsonMapper json;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final IncumbentAddresses addresses;
    private final OutboundHttp incumbents;
    /** Model servers are the operator's own. */
    private final OutboundHttp smallModels = new OutboundHttp(AddressRules.of(true, List.of()), SMALL_MODEL_TIMEOUT);

    Panels(ModelServers servers, IncumbentEndpoints endpoints, IncumbentAddresses addresses, Prices prices, JsonMapper json) {
        this.servers = servers;
        this.endpoints = endpoints;
        this.addresses = addresses;
        this.incumbents = new OutboundHttp(addresses.rules(), INCUMBENT_TIMEOUT);
        this.prices = prices;
        this.json = json;
    }

    /**
     * @param askIncumbent whether the incumbent is to be asked; else its logged answers stand in
     * @param withBase whether the base model is wanted as well
     */
    Panel gather(CandidateView candidate, DatasetView dataset, boolean askIncumbent, boolean withBase) {
        ServableModel tuned = new ServableModel(candidate.id().toString(), candidate.gguf());
        Optional<ServableModel> base = withBase ? baseFile(candidate).map(file -> new ServableModel(candidate.baseModel(), file)) : Optional.empty();
        return new Panel(dataset.shape(), small(tuned), askIncumbent ? incumbent() : null, base.map(this::smallOrNull).orElse(null), prices.current(),
                threads);
    }

    boolean incumbentConfigured() {
        return endpoints.get().isPresent();
    }

    private ChatModel incumbent() {
        IncumbentAccess access = endpoints.access()
                .orElseThrow(() -> new IllegalStateException("The incumbent's endpoint was removed from the settings while it was being asked."));
        addresses.check(access.baseUrl());
        return new ChatModel(incumbents, access.baseUrl(), access.credential(), PAUSE);
    }

    /** Waits for the model, so that the incumbent is not asked and paid for beside one that does not start. */
    private SmallModel small(ServableModel model) {
        SmallModel small = new SmallModel(model, servers, address -> new ChatModel(smallModels, address, null, PAUSE));
        small.await();
        return small;
    }

    /** The base model is shown for comparison; the verdict does not need it. */
    private @Nullable SmallModel smallOrNull(ServableModel model) {
        try {
            return small(model);
        } catch (ModelUnavailable unavailable) {
            LOG.warn("The base model {} is not measured: {}", model.name(), unavailable.getMessage());
            return null;
        }
    }

    /** The file that the candidate was trained from, as its run wrote it down. */
    private Optional<Path> baseFile(CandidateView candidate) {
        Path result = candidate.directory().resolve("result.json");
        if (!Files.isRegularFile(result)) {
            return Optional.empty();
        }
        JsonNode file = json.readTree(result.toFile()).path("base_file");
        return file.isString() ? Optional.of(Path.of(file.stringValue())).filter(Files::isRegularFile) : Optional.empty();
    }

    @PreDestroy
    void close() throws IOException {
        incumbents.close();
        smallModels.close();
        threads.shutdownNow();
    }
}
