package dev.downshift.api.imports;

import dev.downshift.core.InvalidInput;
import dev.downshift.core.Page;
import dev.downshift.core.imports.ConnectionTest;
import dev.downshift.core.imports.Credential;
import dev.downshift.core.imports.ImportDraft;
import dev.downshift.core.imports.ImportId;
import dev.downshift.core.imports.ImportRunId;
import dev.downshift.core.imports.ImportRunView;
import dev.downshift.core.imports.ImportView;
import dev.downshift.core.imports.Imports;
import dev.downshift.core.imports.Schedule;
import dev.downshift.core.imports.SourceFields;
import dev.downshift.core.intake.UploadView;
import dev.downshift.core.tenancy.Permission;
import dev.downshift.core.tenancy.Requires;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Where traces are fetched from. A credential goes in and never comes out. */
@RestController
@RequestMapping("/api/v1/imports")
@Tag(name = "Imports")
class ImportsApi {

    private final Imports imports;

    ImportsApi(Imports imports) {
        this.imports = imports;
    }

    /**
     * What an import is to be.
     *
     * @param kind S3, LANGFUSE or LANGSMITH
     * @param endpoint of the bucket's store; left out for AWS
     * @param region of the bucket; us-east-1 where it is left out
     * @param prefix what the names of the objects begin with
     * @param pathStyle whether the bucket is named in the path, as most stores other than AWS want it
     * @param baseUrl of Langfuse or LangSmith
     * @param project of LangSmith, its name or its id
     * @param credentialId the access key of a bucket, the public key of Langfuse
     * @param credentialSecret the secret key, or LangSmith's API key; both left out keep the stored ones while the source stays on its host
     * @param schedule HOURLY where it is left out
     * @param since the oldest that is fetched; left out for everything
     */
    record ImportFields(@Nullable String name, @Nullable String kind, @Nullable String endpoint, @Nullable String region, @Nullable String bucket,
            @Nullable String prefix, @Nullable Boolean pathStyle, @Nullable String baseUrl, @Nullable String project, @Nullable String credentialId,
            @Nullable String credentialSecret, @Nullable Schedule schedule, @Nullable Instant since) {

        ImportDraft draft() {
            if (name == null) {
                throw new InvalidInput("name", "The name is missing.", "Give the import a name that says where its traces come from.");
            }
            Credential credential = credentialId == null && credentialSecret == null ? null
                    : new Credential(Objects.requireNonNullElse(credentialId, ""), Objects.requireNonNullElse(credentialSecret, ""));
            return new ImportDraft(name, new SourceFields(kind, endpoint, region, bucket, prefix, pathStyle, baseUrl, project).source(), credential,
                    schedule == null ? Schedule.HOURLY : schedule, since);
        }

        @Override
        public String toString() {
            return "ImportFields[" + name + "]";
        }
    }

    /**
     * A time that an import looked.
     *
     * @param pages how often it asked for more
     * @param files the pages and objects with something in them, each an upload
     * @param knownFiles of these, those whose bytes had been uploaded before
     * @param skippedFiles objects that are too large
     * @param more whether it ended at its limit, so that the next one goes on
     */
    record RunState(UUID id, ImportRunView.Status status, String requestedBy, Instant requestedAt, @Nullable Instant startedAt, @Nullable Instant finishedAt, int pages,
            int files, int knownFiles, int skippedFiles, long bytes, boolean more, @Nullable String failure, @Nullable String remedy) {

        static RunState of(ImportRunView run) {
            return new RunState(run.id().value(), run.status(), run.requestedByName(), run.requestedAt(), run.startedAt(), run.finishedAt(), run.pages(), run.files(),
                    run.knownFiles(), run.skippedFiles(), run.bytes(), run.more(), run.failure(), run.remedy());
        }
    }

    /**
     * An import.
     *
     * @param watermark everything from before was fetched
     * @param nextAt when it looks again; null while it is paused
     */
    record ImportState(UUID id, String name, SourceFields source, boolean hasCredential, Schedule schedule, boolean paused, @Nullable Instant since,
            @Nullable Instant watermark, @Nullable Instant nextAt, String changedBy, Instant createdAt, Instant changedAt, @Nullable RunState lastRun) {

        static ImportState of(ImportView it) {
            return new ImportState(it.id().value(), it.name(), SourceFields.of(it.source()), it.hasCredential(), it.schedule(), it.paused(), it.since(), it.watermark(),
                    it.nextAt(), it.changedByName(), it.createdAt(), it.changedAt(), it.lastRun() == null ? null : RunState.of(it.lastRun()));
        }
    }

    /** A file that a run brought; what became of it is the upload's to say. */
    record Brought(UUID upload, String fileName, long bytes) {
        static Brought of(UploadView upload) {
            return new Brought(upload.id().value(), upload.fileName(), upload.byteCount());
        }
    }

    @GetMapping
    @Operation(summary = "The imports, by name, each with its last run")
    List<ImportState> list() {
        return imports.list().stream().map(ImportState::of).toList();
    }

    @Requires(Permission.MANAGE_SETTINGS)
    @PostMapping
    @Operation(summary = "Makes an import: from a bucket, Langfuse or LangSmith, on a schedule; its first run begins at once")
    ResponseEntity<ImportState> create(@RequestBody ImportFields fields) {
        ImportId id = imports.create(fields.draft());
        return ResponseEntity.created(URI.create("/api/v1/imports/" + id)).body(ImportState.of(imports.get(id)));
    }

    @GetMapping("/{id}")
    @Operation(summary = "One import")
    ImportState get(@PathVariable String id) {
        return ImportState.of(imports.get(ImportId.of(id)));
    }

    @Requires(Permission.MANAGE_SETTINGS)
    @PutMapping("/{id}")
    @Operation(summary = "Changes an import; with another source or another beginning it fetches anew, and what is there already stays as it is")
    ImportState change(@PathVariable String id, @RequestBody ImportFields fields) {
        ImportId known = imports.get(ImportId.of(id)).id();
        imports.change(known, fields.draft());
        return ImportState.of(imports.get(known));
    }

    @Requires(Permission.MANAGE_SETTINGS)
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Ends an import and forgets its credential; what it brought stays")
    void delete(@PathVariable String id) {
        imports.delete(ImportId.of(id));
    }

    @Requires(Permission.MANAGE_SETTINGS)
    @PostMapping("/{id}/run")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(summary = "Asks for a run at once; poll it until its status is SUCCEEDED or FAILED")
    RunState run(@PathVariable String id) {
        return RunState.of(imports.run(imports.runNow(ImportId.of(id))));
    }

    @Requires(Permission.MANAGE_SETTINGS)
    @PostMapping("/{id}/pause")
    @Operation(summary = "Looks for nothing until it is resumed")
    ImportState pause(@PathVariable String id) {
        imports.pause(ImportId.of(id));
        return get(id);
    }

    @Requires(Permission.MANAGE_SETTINGS)
    @PostMapping("/{id}/resume")
    @Operation(summary = "Goes on by the schedule, at once for the first time")
    ImportState resume(@PathVariable String id) {
        imports.resume(ImportId.of(id));
        return get(id);
    }

    @Requires(Permission.MANAGE_SETTINGS)
    @PostMapping("/{id}/test")
    @Operation(summary = "Opens the source and says what it answers, without fetching anything")
    ConnectionTest test(@PathVariable String id) {
        return imports.test(ImportId.of(id));
    }

    @GetMapping("/{id}/runs")
    @Operation(summary = "The runs of an import, newest first; those of the last 90 days are kept")
    Page<RunState> runs(@PathVariable String id, @RequestParam(required = false) @Nullable String cursor) {
        return imports.runs(ImportId.of(id), cursor).map(RunState::of);
    }

    @GetMapping("/runs/{run}")
    @Operation(summary = "One run")
    RunState oneRun(@PathVariable String run) {
        return RunState.of(imports.run(ImportRunId.of(run)));
    }

    @GetMapping("/runs/{run}/uploads")
    @Operation(summary = "What a run brought, newest first, at most 50")
    List<Brought> brought(@PathVariable String run) {
        return imports.files(ImportRunId.of(run)).stream().map(Brought::of).toList();
    }
}
