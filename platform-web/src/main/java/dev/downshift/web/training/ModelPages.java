package dev.downshift.web.training;

import dev.downshift.core.models.ModelCatalogue;
import dev.downshift.core.training.Candidates;
import dev.downshift.core.training.TrainingRuns;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** What there is to train, and what was trained. */
@Controller
class ModelPages {

    private static final int NEWEST = 20;

    private final ModelCatalogue catalogue;
    private final Candidates candidates;
    private final TrainingRuns runs;

    ModelPages(ModelCatalogue catalogue, Candidates candidates, TrainingRuns runs) {
        this.catalogue = catalogue;
        this.candidates = candidates;
        this.runs = runs;
    }

    /** A catalogue entry with its size in words. */
    record CatalogueRow(String name, String maker, String licence, String size, int context, String memory, boolean tools, String hub,
            boolean available, String unavailable) {}

    @GetMapping("/models")
    String models(Model model) {
        List<CatalogueRow> rows = catalogue.all().stream()
                .map(base -> new CatalogueRow(base.name(), base.maker(), base.licence(), size(base.parameters()), base.contextTokens(),
                        memory(base.trainingGigabytes()), base.tools(), base.hubId(), base.available(),
                        base.unavailable() == null ? "" : base.unavailable()))
                .toList();
        model.addAttribute("catalogue", rows);
        model.addAttribute("candidates", candidates.newest(NEWEST));
        model.addAttribute("runs", runs.list(null, null).items().stream().limit(5).map(RunRow::of).toList());
        return "models/models";
    }

    private static String size(long parameters) {
        return parameters >= 1_000_000_000
                ? Math.round(parameters / 1e8) / 10.0 + " B"
                : Math.round(parameters / 1e6) + " M";
    }

    private static String memory(double gigabytes) {
        return (gigabytes == Math.rint(gigabytes) ? String.valueOf((long) gigabytes) : String.valueOf(gigabytes)) + " GB";
    }
}
