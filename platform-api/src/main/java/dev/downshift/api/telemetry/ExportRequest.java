package dev.downshift.api.telemetry;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import tools.jackson.core.JacksonException;

/**
 * What an exporter sends, as lines of a trace file in the JSON form of OTLP (OTLP specification 1.9, "JSON Protobuf Encoding"): a request
 * of its own for each span, so that one that cannot be read leaves the others alone. Spans that say nothing of a call to a model are left out.
 *
 * @param spans how many are in the lines
 * @param lines in UTF-8, each followed by a line feed
 * @param rejected how many were taken out because their ids are no ids
 */
@SuppressWarnings("ArrayRecordComponent")
record ExportRequest(int spans, byte[] lines, int rejected) {

    /** Why spans are rejected. */
    static final String REJECTED = "Spans whose traceId is not 16 bytes or whose spanId is not 8 bytes other than zero were left out.";

    /** Each line repeats the resource and the scope of its span, so that a small request can make lines without end. */
    private static final int MOST_BYTES = 64 << 20;

    static void requireRoom(int bytes) {
        if (bytes > MOST_BYTES) {
            throw new UnreadableRequest("The spans repeat a resource and a scope that are too large for so many. Send smaller batches.", null);
        }
    }

    /** Reads the protobuf form. */
    static ExportRequest protobuf(byte[] body) {
        try {
            return of(ExportTraceServiceRequest.parseFrom(body));
        } catch (InvalidProtocolBufferException broken) {
            throw new UnreadableRequest("The body is no ExportTraceServiceRequest in protobuf: send what an OTLP exporter writes, or name the right Content-Type.", broken);
        }
    }

    static ExportRequest of(ExportTraceServiceRequest request) {
        return new ProtobufSpans().read(request);
    }

    /** Reads the JSON form. */
    static ExportRequest json(byte[] body) {
        try {
            return JsonSpans.read(body);
        } catch (JacksonException broken) {
            throw new UnreadableRequest("The body is no JSON: " + broken.getOriginalMessage(), broken);
        }
    }
}
