package dev.downshift.api.intake;

import dev.downshift.core.Page;
import dev.downshift.core.intake.Receipt;
import dev.downshift.core.intake.Upload;
import dev.downshift.core.intake.UploadFilter;
import dev.downshift.core.intake.UploadId;
import dev.downshift.core.intake.UploadPreview;
import dev.downshift.core.intake.UploadPreviews;
import dev.downshift.core.intake.UploadView;
import dev.downshift.core.intake.UploadWishes;
import dev.downshift.core.intake.Uploads;
import dev.downshift.core.privacy.FindingCounts;
import dev.downshift.engine.traces.CanonicalJson;
import dev.downshift.engine.traces.RejectedRecord;
import dev.downshift.engine.traces.TraceFormat;
import dev.downshift.http.Csv;
import dev.downshift.http.SentFile;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
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
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Trace files: sent, looked at, watched, cancelled, read again, deleted. */
@RestController
@RequestMapping("/api/v1/uploads")
@Tag(name = "Uploads")
class UploadsApi {

    private static final String NAME = "traces.jsonl";

    private final Uploads uploads;
    private final UploadPreviews previews;
    private final FindingCounts findings;
    private final JsonMapper json;
    private final Clock clock;

    UploadsApi(Uploads uploads, UploadPreviews previews, FindingCounts findings, JsonMapper json, Clock clock) {
        this.uploads = uploads;
        this.previews = previews;
        this.findings = findings;
        this.json = json;
        this.clock = clock;
    }

    /** What a browser sends. */
    record FileForm(@Schema(type = "string", format = "binary") String file) {}

    /** @param already whether the same bytes had been uploaded before, so that nothing was done */
    record Received(boolean already, UploadState upload) {}

    /**
     * An upload.
     *
     * @param chosenFormat what its records are read as, and those that do not fit are rejected; null where each is recognised
     * @param calls those whose stored version it brought
     * @param known calls that an earlier upload had brought already, as completely
     * @param completed calls that an earlier upload had brought less completely, so that they were replaced
     * @param sampleOneIn of so many conversations one is kept and counts for all of them; 1 where every one is
     * @param sampledOut calls that were read and not kept, since others stand for them
     * @param removed calls that grew older than the organization keeps them
     * @param secondsLeft at the rate so far; null where that cannot be said
     */
    record UploadState(UUID id, String fileName, long bytes, Upload.Source source, Upload.Status status, @Nullable String format, @Nullable TraceFormat chosenFormat, long records, long calls,
            long known, long completed, long rejected, long findings, long bytesRead, @Nullable Long bytesPerSecond, @Nullable Long secondsLeft, @Nullable String failure,
            String createdBy, Instant createdAt, @Nullable Instant startedAt, @Nullable Instant finishedAt,
            int sampleOneIn, long sampledOut, long removed) {

        static UploadState of(UploadView upload, Instant now) {
            return new UploadState(upload.id().value(), upload.fileName(), upload.byteCount(), upload.source(), upload.status(), upload.format(), upload.chosenFormat(),
                    upload.records(), upload.calls(), upload.known(), upload.completed(), upload.rejected(), upload.findings(), upload.bytesRead(), upload.bytesPerSecond(now).orElse(null),
                    upload.timeLeft(now).map(Duration::toSeconds).orElse(null), upload.failure(), upload.createdByName(), upload.createdAt(),
                    upload.startedAt(), upload.finishedAt(), upload.sampleOneIn(), upload.sampledOut(), upload.removed());
        }
    }

    @PostMapping
    @Operation(summary = "Sends a trace file", description = "The body is the file (JSON lines, JSON, CSV or Parquet; compressed, in an archive or neither), or a form with one file. It is "
            + "streamed and encrypted as it arrives. The same bytes a second time change nothing: the answer is 200 with already=true instead of 201.")
    @Parameter(name = "name", in = ParameterIn.QUERY, description = "The file's name, as it is shown", schema = @Schema(type = "string", defaultValue = NAME))
    @RequestBody(required = true, content = {
        @Content(mediaType = "application/octet-stream", schema = @Schema(type = "string", format = "binary")),
        @Content(mediaType = "multipart/form-data", schema = @Schema(implementation = FileForm.class))})
    @Parameter(name = "format", in = ParameterIn.QUERY, description = "What its records are read as; each is recognised unless told otherwise", schema = @Schema(implementation = TraceFormat.class))
    @Parameter(name = "preview", in = ParameterIn.QUERY, description = "Whether it waits, to be looked at before it is read", schema = @Schema(type = "boolean", defaultValue = "false"))
    @ApiResponse(responseCode = "201", description = "Received; it is being read, or waits")
    @ApiResponse(responseCode = "200", description = "The same bytes were uploaded before; nothing was done")
    @ApiResponse(responseCode = "429", description = "More than the organization takes in a day; nothing was stored. Retry-After says how long it is until midnight UTC")
    ResponseEntity<Received> send(HttpServletRequest request) throws IOException {
        UploadWishes wishes = new UploadWishes(UploadWishes.format(parameter(request, "format")), Boolean.parseBoolean(parameter(request, "preview")));
        SentFile file = SentFile.in(request, Objects.requireNonNullElse(parameter(request, "name"), NAME));
        Receipt receipt = uploads.receive(file.name(), Upload.Source.API, wishes, file.bytes());
        Received received = new Received(receipt.already(), state(receipt.id()));
        return receipt.already()
                ? ResponseEntity.ok(received)
                : ResponseEntity.created(URI.create("/api/v1/uploads/" + receipt.id())).body(received);
    }

    /** From the address alone: asked for a parameter, the server would read the body of what curl calls a form. */
    private static @Nullable String parameter(HttpServletRequest request, String name) {
        String query = request.getQueryString();
        String value = query == null ? null : UriComponentsBuilder.newInstance().query(query).build().getQueryParams().getFirst(name);
        return value == null ? null : UriUtils.decode(value, StandardCharsets.UTF_8);
    }

    @GetMapping
    @Operation(summary = "The uploads, newest first; of a status, or whose name holds a text")
    Page<UploadState> list(@RequestParam(required = false) @Nullable String name, @RequestParam(required = false) Upload.@Nullable Status status,
            @RequestParam(required = false) @Nullable String cursor) {
        return uploads.list(new UploadFilter(name, status), cursor).map(upload -> UploadState.of(upload, clock.instant()));
    }

    @GetMapping("/{upload}")
    @Operation(summary = "How far an upload has come; poll it until its status is INGESTED, FAILED or CANCELLED")
    UploadState get(@PathVariable String upload) {
        return state(UploadId.of(upload));
    }

    @GetMapping("/{upload}/rejected")
    @Operation(summary = "The records that could not be read: where, why, and what to do; the first 1,000 of an upload are kept, the others are counted in its rejected",
            description = "With format=csv all that are kept, as a CSV file.")
    Page<RejectedRecord> rejected(@PathVariable String upload, @RequestParam(required = false) @Nullable String cursor) {
        return uploads.rejected(UploadId.of(upload), cursor);
    }

    @GetMapping(value = "/{upload}/rejected", params = "format=csv")
    @Operation(summary = "The same as a CSV file, whole")
    @ApiResponse(responseCode = "200", description = "The file", content = @Content(mediaType = "text/csv", schema = @Schema(type = "string")))
    void rejectedAsCsv(@PathVariable String upload, HttpServletResponse response) throws IOException {
        UploadId id = uploads.get(UploadId.of(upload)).id();
        try (Csv csv = Csv.to(response, "rejected-" + id + ".csv")) {
            csv.row(List.of("record", "file", "line", "byte_offset", "reason", "remedy"));
            csv.rows(cursor -> uploads.rejected(id, cursor),
                    bad -> List.of(bad.record(), bad.file() == null ? "" : bad.file(), bad.line(), bad.byteOffset(), bad.reason(), bad.remedy()));
        }
    }

    @GetMapping("/{upload}/findings")
    @Operation(summary = "What was redacted, by type, rule and place; never what it was")
    List<FindingCounts.Count> findings(@PathVariable String upload) {
        return findings.ofUpload(uploads.get(UploadId.of(upload)).id().value());
    }

    @PostMapping("/{upload}/cancel")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(summary = "Stops reading; the calls read so far stay")
    UploadState cancel(@PathVariable String upload) {
        uploads.cancel(UploadId.of(upload));
        return state(UploadId.of(upload));
    }

    @PostMapping("/{upload}/retry")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(summary = "Goes on with an upload that failed or was cancelled")
    UploadState retry(@PathVariable String upload) {
        uploads.retry(UploadId.of(upload));
        return state(UploadId.of(upload));
    }

    @PostMapping("/{upload}/read")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(summary = "Reads an upload that waits; or one that was read once more from its beginning, as another format: the calls it brought are replaced. As long as its file is kept")
    UploadState read(@PathVariable String upload, @RequestParam(required = false) @Nullable TraceFormat format) {
        uploads.read(UploadId.of(upload), format);
        return state(UploadId.of(upload));
    }

    /**
     * What the beginning of a file was recognised as.
     *
     * @param container what it is wrapped in, the outermost first, and how its records are laid out
     * @param label what people call the format
     * @param calls the first three in the canonical form, redacted
     * @param rejected why the first few records cannot be read
     * @param whole whether the file ends within what was looked at
     */
    record Preview(List<String> container, @Nullable TraceFormat format, @Nullable String label, List<JsonNode> calls, List<RejectedRecord> rejected, boolean whole) {}

    @GetMapping("/{upload}/preview")
    @Operation(summary = "What the beginning of a kept file is recognised as, or gives as another format; nothing is stored")
    Preview preview(@PathVariable String upload, @RequestParam(required = false) @Nullable TraceFormat format) throws IOException {
        UploadPreview preview = previews.of(UploadId.of(upload), format);
        TraceFormat found = preview.format();
        return new Preview(preview.container(), found, found == null ? null : found.label(),
                preview.calls().stream().map(call -> json.readTree(CanonicalJson.text(call))).toList(), preview.rejected(), preview.whole());
    }

    @DeleteMapping("/{upload}")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(summary = "Deletes an upload with the calls it brought, their places in tasks, the messages that only they hold, and its file; datasets made from them stay")
    UploadState delete(@PathVariable String upload) {
        UploadId id = UploadId.of(upload);
        uploads.delete(id);
        return state(id);
    }

    private UploadState state(UploadId id) {
        return UploadState.of(uploads.get(id), clock.instant());
    }
}
