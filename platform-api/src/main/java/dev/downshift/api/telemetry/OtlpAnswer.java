package dev.downshift.api.telemetry;

import com.google.protobuf.CodedOutputStream;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.json.JsonMapper;

/** Answers in the form the exporter speaks. */
enum OtlpAnswer {
    PROTOBUF(MediaType.APPLICATION_PROTOBUF_VALUE),
    JSON(MediaType.APPLICATION_JSON_VALUE);

    private static final int MESSAGE_FIELD = 2;
    private static final JsonMapper MAPPER = new JsonMapper();

    private final String type;

    OtlpAnswer(String type) {
        this.type = type;
    }

    /** All spans arrived, or all but those that were rejected. */
    ResponseEntity<byte[]> received(int rejected) {
        byte[] body = switch (this) {
            case PROTOBUF -> {
                ExportTraceServiceResponse.Builder answer = ExportTraceServiceResponse.newBuilder();
                if (rejected > 0) {
                    answer.setPartialSuccess(ExportTracePartialSuccess.newBuilder().setRejectedSpans(rejected).setErrorMessage(ExportRequest.REJECTED));
                }
                yield answer.build().toByteArray();
            }
            case JSON -> MAPPER.writeValueAsBytes(rejected == 0 ? Map.of() : Map.of("partialSuccess", Map.of("rejectedSpans", Integer.toString(rejected), "errorMessage", ExportRequest.REJECTED)));
        };
        return ResponseEntity.ok().header(HttpHeaders.CONTENT_TYPE, type).body(body);
    }

    /** A {@code google.rpc.Status} with a message. */
    ResponseEntity.BodyBuilder refused(HttpStatus status) {
        return ResponseEntity.status(status).header(HttpHeaders.CONTENT_TYPE, type);
    }

    /** The body of a refusal. */
    byte[] status(String message) {
        return switch (this) {
            case PROTOBUF -> {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                CodedOutputStream out = CodedOutputStream.newInstance(bytes);
                try {
                    out.writeString(MESSAGE_FIELD, message);
                    out.flush();
                } catch (IOException impossible) {
                    throw new UncheckedIOException(impossible);
                }
                yield bytes.toByteArray();
            }
            case JSON -> MAPPER.writeValueAsBytes(Map.of("message", message));
        };
    }
}
