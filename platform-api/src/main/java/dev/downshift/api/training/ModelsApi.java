package dev.downshift.api.training;

import dev.downshift.core.models.BaseModel;
import dev.downshift.core.models.ModelCatalogue;
import dev.downshift.core.tasks.TaskId;
import dev.downshift.core.training.CandidateId;
import dev.downshift.core.training.CandidateView;
import dev.downshift.core.training.Candidates;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Base models and what was made of them. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "Models")
class ModelsApi {

    private static final int NEWEST = 100;

    private final ModelCatalogue catalogue;
    private final Candidates candidates;

    ModelsApi(ModelCatalogue catalogue, Candidates candidates) {
        this.catalogue = catalogue;
        this.candidates = candidates;
    }

    record Candidate(UUID id, UUID task, UUID run, String name, String baseModel, long ggufBytes, String baseHash, String adapterHash,
            String ggufHash, int goldenTotal, Instant createdAt) {

        static Candidate of(CandidateView view) {
            return new Candidate(view.id().value(), view.task().value(), view.run().value(), view.name(), view.baseModel(), view.ggufBytes(),
                    view.baseHash(), view.adapterHash(), view.ggufHash(), view.goldenTotal(), view.createdAt());
        }
    }

    @GetMapping("/models")
    @Operation(summary = "The base models, and which of them can be trained here")
    List<BaseModel> models() {
        return catalogue.all();
    }

    @GetMapping("/candidates")
    @Operation(summary = "Fine-tuned models whose export passed its golden check, newest first")
    List<Candidate> candidates(@RequestParam(required = false) @Nullable String task) {
        List<CandidateView> found = task == null ? candidates.newest(NEWEST) : candidates.byTask(TaskId.of(task));
        return found.stream().map(Candidate::of).toList();
    }

    @GetMapping("/candidates/{candidate}")
    @Operation(summary = "One fine-tuned model")
    Candidate candidate(@PathVariable String candidate) {
        return Candidate.of(candidates.get(CandidateId.of(candidate)));
    }
}
