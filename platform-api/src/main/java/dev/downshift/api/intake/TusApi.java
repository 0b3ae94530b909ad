package dev.downshift.api.intake;

import dev.downshift.api.Problem;
import dev.downshift.api.ProblemWriter;
import dev.downshift.core.intake.ResumableUploads;
import dev.downshift.core.intake.Upload;
import dev.downshift.core.tenancy.Permission;
import dev.downshift.core.tenancy.Requires;
import dev.downshift.http.tus.TusEndpoint;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

/** Trace files that are sent in pieces, by tus 1.0: a connection that breaks goes on where it stopped. */
@RestController
@RequestMapping(TusApi.PATH)
@Tag(name = "Uploads")
class TusApi {

    static final String PATH = "/api/v1/uploads/tus";

    private final TusEndpoint endpoint;
    private final ProblemWriter problems;

    TusApi(ResumableUploads uploads, ProblemWriter problems) {
        this.endpoint = new TusEndpoint(uploads, Upload.Source.API, PATH);
        this.problems = problems;
    }

    @RequestMapping(method = {RequestMethod.POST, RequestMethod.OPTIONS})
    @Requires(Permission.UPLOAD)
    @Operation(summary = "Begins an upload in pieces by tus 1.0 (tus.io), with any of its clients",
            description = "Upload-Metadata may hold filename, format (as of POST /api/v1/uploads) and preview. Once every byte has come, answers name the upload in Downshift-Upload.")
    @ApiResponse(responseCode = "201", description = "Begun; Location is where to send the bytes")
    void begin(HttpServletRequest request, HttpServletResponse response) throws IOException {
        serve(request, response, null);
    }

    @RequestMapping(path = "/{unfinished}", method = {RequestMethod.HEAD, RequestMethod.PATCH, RequestMethod.DELETE, RequestMethod.POST})
    @Requires(Permission.UPLOAD)
    @Operation(summary = "Goes on with an upload in pieces, asks how far it is, or ends it")
    @ApiResponse(responseCode = "204", description = "Upload-Offset says how many bytes have come")
    void goOn(@PathVariable String unfinished, HttpServletRequest request, HttpServletResponse response) throws IOException {
        serve(request, response, unfinished);
    }

    private void serve(HttpServletRequest request, HttpServletResponse response, @Nullable String id) throws IOException {
        var refused = endpoint.serve(request, response, id);
        if (refused.isPresent()) {
            response.setHeader("Content-Length", null);
            problems.write(request.getRequestURI(), response, problem(refused.get()));
        }
    }

    private static ProblemDetail problem(TusEndpoint.Refused refused) {
        ProblemDetail problem = (refused.status() == HttpStatus.CONFLICT.value() ? Problem.CONFLICT : Problem.MALFORMED_REQUEST).detail(refused.message());
        problem.setStatus(refused.status());
        return problem;
    }
}
