package dev.downshift.api.exports;

import dev.downshift.api.intake.CallConditions;
import dev.downshift.core.datasets.DatasetId;
import dev.downshift.core.datasets.Split;
import dev.downshift.core.exports.Exports;
import dev.downshift.core.tasks.TaskId;
import dev.downshift.http.Download;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Calls, tasks and datasets as files, redacted. */
@RestController
@Tag(name = "Exports")
class ExportsApi {

    private static final String DESCRIPTION = "The file is written while it is read, and compressed on the way where Accept-Encoding names gzip. A connection that ends "
            + "early has sent a part only. Uploaded again, the file gives the same calls. docs/exports.md describes the formats.";
    private static final String FORMAT = "jsonl: requests and responses in OpenAI's form; otlp: OpenTelemetry spans, an OTLP request in JSON a line; parquet: a table; canonical: "
            + "canonical calls, one a line";
    private static final String GZ = "Whether the file is to be a gzip file; Parquet is compressed already";

    private final Exports exports;

    ExportsApi(Exports exports) {
        this.exports = exports;
    }

    @GetMapping("/api/v1/calls/export")
    @Operation(summary = "Calls as a file, oldest first", description = DESCRIPTION)
    @ApiResponse(responseCode = "200", description = "The file", content = @Content(mediaType = "*/*", schema = @Schema(type = "string", format = "binary")))
    void calls(
            @Parameter(description = FORMAT) @RequestParam(defaultValue = "jsonl") String format,
            @Parameter(description = GZ) @RequestParam(defaultValue = "false") boolean gz,
            @ParameterObject CallConditions conditions,
            HttpServletRequest request, HttpServletResponse response) throws IOException {
        Download.send(exports.calls(conditions.filter(), Exports.format(format)), gz, request, response);
    }

    @GetMapping("/api/v1/tasks/{id}/export")
    @Operation(summary = "The calls of a task as a file", description = DESCRIPTION)
    @ApiResponse(responseCode = "200", description = "The file", content = @Content(mediaType = "*/*", schema = @Schema(type = "string", format = "binary")))
    void task(
            @PathVariable String id,
            @Parameter(description = FORMAT) @RequestParam(defaultValue = "jsonl") String format,
            @Parameter(description = GZ) @RequestParam(defaultValue = "false") boolean gz,
            HttpServletRequest request, HttpServletResponse response) throws IOException {
        Download.send(exports.task(TaskId.of(id), Exports.format(format)), gz, request, response);
    }

    @GetMapping("/api/v1/datasets/{id}/export")
    @Operation(summary = "The examples of a dataset as a file", description = "Each example is the call that its prompt makes and its reference answers; its split "
            + "stands in the notes of the call. " + DESCRIPTION)
    @ApiResponse(responseCode = "200", description = "The file", content = @Content(mediaType = "*/*", schema = @Schema(type = "string", format = "binary")))
    void dataset(
            @PathVariable String id,
            @Parameter(description = "Only this split; all of them where it is left out") @RequestParam(required = false) @Nullable Split split,
            @Parameter(description = FORMAT) @RequestParam(defaultValue = "jsonl") String format,
            @Parameter(description = GZ) @RequestParam(defaultValue = "false") boolean gz,
            HttpServletRequest request, HttpServletResponse response) throws IOException {
        Download.send(exports.dataset(DatasetId.of(id), split, Exports.format(format)), gz, request, response);
    }
}
