package dev.downshift.api.telemetry;

import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.Permission;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Takes spans from any OpenTelemetry exporter, OTLP over HTTP, and at the address that Langfuse's libraries send theirs to. */
@RestController
@Tag(name = "Telemetry")
class OtlpApi {

    private final ReceivedSpans spans;
    private final int largest;

    OtlpApi(ReceivedSpans spans, TelemetrySettings settings) {
        this.spans = spans;
        this.largest = settings.largestBytes();
    }

    @PostMapping({"/v1/traces", "/api/public/otel/v1/traces"})
    @Operation(summary = "Receives spans by OTLP", description = "An ExportTraceServiceRequest in protobuf or JSON, gzip or not, as OpenTelemetry's exporters send it: set "
            + "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT to this address and OTEL_EXPORTER_OTLP_HEADERS to Authorization=Bearer%20<key>; for Langfuse's libraries set LANGFUSE_BASE_URL to "
            + "this server and LANGFUSE_SECRET_KEY to the key. Spans of generative AI become calls within "
            + "seconds, others are passed over. They are on the disk before the answer; a span sent twice is one call.")
    @ApiResponse(responseCode = "200", description = "Received; partialSuccess names how many spans were rejected")
    @ApiResponse(responseCode = "413", description = "The body is too large: send smaller batches")
    @ApiResponse(responseCode = "429", description = "Too much is waiting, or more than the organization takes: send it again after Retry-After")
    @ApiResponse(responseCode = "415", description = "The body is neither protobuf nor JSON")
    ResponseEntity<byte[]> receive(HttpServletRequest request) throws IOException, HttpMediaTypeNotSupportedException {
        Actor actor = Actor.current();
        actor.require(Permission.UPLOAD);
        OtlpAnswer answer = answer(request.getContentType());
        try {
            spans.requireRoom();
            byte[] body = body(request);
            if (body.length > largest) {
                return answer.refused(HttpStatus.CONTENT_TOO_LARGE).body(answer.status("The request unpacks to more than " + largest + " bytes. Send smaller batches."));
            }
            ExportRequest sent = answer == OtlpAnswer.JSON ? ExportRequest.json(body) : ExportRequest.protobuf(body);
            spans.add(actor.organization(), sent);
            return answer.received(sent.rejected());
        } catch (UnreadableRequest unreadable) {
            return answer.refused(HttpStatus.BAD_REQUEST).body(answer.status(unreadable.reason()));
        } catch (TryLater later) {
            return answer.refused(HttpStatus.TOO_MANY_REQUESTS).header(HttpHeaders.RETRY_AFTER, Long.toString(later.afterSeconds())).body(answer.status(later.reason()));
        }
    }

    /** The form of the answer, which is the request's. The mapping takes every type: what it left out would be the gateway's, where one process is both. */
    private static OtlpAnswer answer(@Nullable String type) throws HttpMediaTypeNotSupportedException {
        MediaType sent = type == null ? null : mediaType(type);
        if (sent != null && MediaType.APPLICATION_JSON.isCompatibleWith(sent)) {
            return OtlpAnswer.JSON;
        }
        if (sent != null && MediaType.APPLICATION_PROTOBUF.isCompatibleWith(sent)) {
            return OtlpAnswer.PROTOBUF;
        }
        throw new HttpMediaTypeNotSupportedException(sent, List.of(MediaType.APPLICATION_PROTOBUF, MediaType.APPLICATION_JSON));
    }

    private static @Nullable MediaType mediaType(String type) {
        try {
            return MediaType.parseMediaType(type);
        } catch (InvalidMediaTypeException unreadable) {
            return null;
        }
    }

    /** The body, unpacked; one byte more than the largest where it is larger. */
    private byte[] body(HttpServletRequest request) throws IOException {
        String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        if (encoding == null || encoding.equalsIgnoreCase("identity")) {
            return request.getInputStream().readNBytes(largest + 1);
        }
        if (!encoding.equalsIgnoreCase("gzip")) {
            throw new UnreadableRequest("A body of the encoding " + (encoding.matches("[\\w-]{1,20}") ? encoding : "named") + " is not taken; use gzip or none.", null);
        }
        try (InputStream unpacked = new GZIPInputStream(request.getInputStream())) {
            return unpacked.readNBytes(largest + 1);
        } catch (ZipException broken) {
            throw new UnreadableRequest("The body is no gzip, or a damaged one.", broken);
        }
    }
}
