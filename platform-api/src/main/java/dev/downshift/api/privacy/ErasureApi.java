package dev.downshift.api.privacy;

import dev.downshift.core.dataprotection.ErasureId;
import dev.downshift.core.dataprotection.ErasureView;
import dev.downshift.core.dataprotection.Erasures;
import dev.downshift.core.dataprotection.Lineage;
import dev.downshift.core.tenancy.Permission;
import dev.downshift.core.tenancy.Requires;
import dev.downshift.engine.privacy.FindingType;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Requests of people to be forgotten. */
@RestController
@RequestMapping("/api/v1/privacy/erasures")
@Tag(name = "Privacy")
class ErasureApi {

    private final Erasures erasures;
    private final Lineage lineage;

    ErasureApi(Erasures erasures, Lineage lineage) {
        this.erasures = erasures;
        this.lineage = lineage;
    }

    /** By what a person is found. */
    record ErasureRequest(@NotNull FindingType type, @NotBlank String value) {

        /** Without the value, which is not to be written anywhere. */
        @Override
        public String toString() {
            return "ErasureRequest[" + type + "]";
        }
    }

    /**
     * An erasure.
     *
     * @param datasets that were frozen with the calls, and what was trained on them
     */
    record ErasureBody(UUID id, String type, String surrogate, ErasureView.Status status, long calls, long erased, @Nullable Long conversations, long uploads, long messages,
            long files, @Nullable String failure, String requestedBy, Instant requestedAt, @Nullable Instant finishedAt, List<Lineage.Made> datasets) {
        static ErasureBody of(ErasureView view, List<Lineage.Made> datasets) {
            return new ErasureBody(view.id().value(), view.type(), view.surrogate(), view.status(), view.calls(), view.erased(), view.conversations(), view.uploads(),
                    view.messages(), view.files(), view.failure(), view.requestedBy(), view.requestedAt(), view.finishedAt(), datasets);
        }
    }

    @Requires(Permission.MANAGE_SETTINGS)
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Finds the calls that hold a person's name, address or number; erases nothing yet",
            description = "It looks for what stands for the value since it was redacted, and for the value itself where it was not. The value is kept nowhere.")
    ErasureBody find(@Valid @RequestBody ErasureRequest request) {
        return body(erasures.find(request.type(), request.value()));
    }

    @Requires(Permission.MANAGE_SETTINGS)
    @GetMapping
    @Operation(summary = "The last hundred, newest first; each without its datasets")
    List<ErasureBody> list() {
        return erasures.list().stream().map(view -> ErasureBody.of(view, List.of())).toList();
    }

    @Requires(Permission.MANAGE_SETTINGS)
    @GetMapping("/{id}")
    @Operation(summary = "How far it is, and which datasets and models were made with the calls")
    ErasureBody get(@PathVariable String id) {
        return body(erasures.get(ErasureId.of(id)));
    }

    @Requires(Permission.MANAGE_SETTINGS)
    @PostMapping("/{id}/confirmation")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(summary = "Has a worker erase what was found, and what came in since; it cannot be undone")
    ErasureBody confirm(@PathVariable String id) {
        return body(erasures.confirm(ErasureId.of(id)));
    }

    @Requires(Permission.MANAGE_SETTINGS)
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Drops it, as long as it is not confirmed")
    void discard(@PathVariable String id) {
        erasures.discard(ErasureId.of(id));
    }

    private ErasureBody body(ErasureView view) {
        return ErasureBody.of(view, lineage.madeWith(view.id()));
    }
}
