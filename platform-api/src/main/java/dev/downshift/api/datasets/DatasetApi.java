package dev.downshift.api.datasets;

import dev.downshift.core.Page;
import dev.downshift.core.dataprotection.Openings;
import dev.downshift.core.datasets.DatasetId;
import dev.downshift.core.datasets.DatasetView;
import dev.downshift.core.datasets.Datasets;
import dev.downshift.core.datasets.Example;
import dev.downshift.core.datasets.Split;
import dev.downshift.core.tasks.TaskId;
import dev.downshift.core.tenancy.Permission;
import dev.downshift.core.tenancy.Requires;
import dev.downshift.engine.evaluation.OutputShape;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Frozen datasets. */
@RestController
@RequestMapping("/api/v1/datasets")
@Tag(name = "Datasets")
class DatasetApi {

    private final Datasets datasets;
    private final Openings openings;

    DatasetApi(Datasets datasets, Openings openings) {
        this.datasets = datasets;
        this.openings = openings;
    }

    /** Which task to freeze. */
    record FreezeRequest(@NotBlank String task) {}

    record DatasetBody(UUID id, UUID task, int taskVersion, String name, OutputShape shape, int train, int validation, int test,
            int duplicatesDropped, String sha256, JsonNode manifest, String createdBy, Instant createdAt) {
        static DatasetBody of(DatasetView view) {
            return new DatasetBody(view.id().value(), view.task().value(), view.taskVersion(), view.name(), view.shape(), view.train(),
                    view.validation(), view.test(), view.duplicatesDropped(), view.contentHash(), view.manifest(), view.createdBy(), view.createdAt());
        }
    }

    record ExampleBody(int ordinal, UUID call, List<JsonNode> messages, List<JsonNode> tools, JsonNode answer, JsonNode parameters) {
        static ExampleBody of(Example example) {
            return new ExampleBody(example.ordinal(), example.call().value(), example.messages(), example.tools(), example.answer(), example.parameters());
        }
    }

    @Requires(Permission.TRAIN)
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Freezes a task's calls into a dataset", description = "The same calls give the same dataset again.")
    DatasetBody freeze(@Valid @RequestBody FreezeRequest request) {
        return DatasetBody.of(datasets.freeze(TaskId.of(request.task())));
    }

    @GetMapping
    @Operation(summary = "Datasets, newest first")
    Page<DatasetBody> list(@RequestParam(required = false) @Nullable String task, @RequestParam(required = false) @Nullable String cursor) {
        return datasets.list(task == null ? null : TaskId.of(task), cursor).map(DatasetBody::of);
    }

    @GetMapping("/{id}")
    @Operation(summary = "A dataset with its manifest")
    DatasetBody get(@PathVariable String id) {
        return DatasetBody.of(datasets.get(DatasetId.of(id)));
    }

    @GetMapping("/{id}/examples")
    @Operation(summary = "The examples of a split, in order")
    Page<ExampleBody> examples(@PathVariable String id, @RequestParam(defaultValue = "TEST") Split split,
            @RequestParam(required = false) @Nullable String cursor) {
        DatasetId dataset = DatasetId.of(id);
        Page<ExampleBody> examples = datasets.page(dataset, split, cursor).map(ExampleBody::of);
        openings.note(dataset);
        return examples;
    }
}
