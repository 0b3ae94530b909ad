package dev.downshift.core.training;

import dev.downshift.core.datasets.DatasetId;
import dev.downshift.core.datasets.DatasetView;
import dev.downshift.core.datasets.Datasets;
import dev.downshift.core.models.BaseModel;
import dev.downshift.core.models.ModelCatalogue;
import dev.downshift.core.models.Need;
import dev.downshift.core.models.Proposal;
import dev.downshift.core.prices.Prices;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What training a dataset would take, from its examples' sizes and the pace of past runs. */
@Component
class TrainingEstimates {

    /** Tokens a second of a model of so many parameters on two processor cores, before there is a run to measure: see benchmarks/training. */
    private static final double SHIPPED_PACE = 700;
    private static final double SHIPPED_PARAMETERS = 135e6;
    /** Loading, export and golden check. */
    private static final int OVERHEAD_SECONDS = 40;
    private static final double CHARACTERS_PER_TOKEN = 3.6;

    private final Datasets datasets;
    private final ModelCatalogue catalogue;
    private final Prices prices;
    private final JdbcClient jdbc;

    TrainingEstimates(Datasets datasets, ModelCatalogue catalogue, Prices prices, JdbcClient jdbc) {
        this.datasets = datasets;
        this.catalogue = catalogue;
        this.prices = prices;
        this.jdbc = jdbc;
    }

    Proposal propose(DatasetId id, @Nullable String chosen, TrainingSettings settings) {
        DatasetView dataset = datasets.get(id);
        Need need = need(dataset);
        BaseModel model = chosen == null ? catalogue.choose(need) : catalogue.get(chosen);
        Pace pace = pace(model);
        double tokens = (double) need.trainExamples() * need.meanTokens() * settings.epochs();
        int seconds = (int) Math.min(Math.ceil(tokens / pace.tokensPerSecond()), settings.maxSeconds()) + OVERHEAD_SECONDS;
        return new Proposal(model, catalogue.reason(model, need), seconds, TrainingCost.of(prices.current(), null, Duration.ofSeconds(seconds)), pace.basis());
    }

    private Need need(DatasetView dataset) {
        Datasets.Sizes sizes = datasets.trainingSizes(dataset.id());
        return new Need(dataset.shape(), sizes.tools(), dataset.train(), tokens(sizes.mean()), tokens(sizes.longest()));
    }

    private static int tokens(long characters) {
        return (int) (characters / CHARACTERS_PER_TOKEN);
    }

    private Pace pace(BaseModel model) {
        List<Double> known = jdbc.sql("""
                        select tokens_per_second from training_run
                        where base_model = ? and status = 'SUCCEEDED' and tokens_per_second > 0 order by finished_at desc limit 5""")
                .param(model.id())
                .query((row, i) -> row.getDouble(1))
                .list();
        if (known.isEmpty()) {
            return new Pace(SHIPPED_PACE * SHIPPED_PARAMETERS / model.parameters(), null);
        }
        double mean = known.stream().mapToDouble(Double::doubleValue).average().orElse(SHIPPED_PACE);
        return new Pace(mean, known.size() == 1 ? "your last run" : "your last " + known.size() + " runs");
    }

    private record Pace(double tokensPerSecond, @Nullable String basis) {}
}
