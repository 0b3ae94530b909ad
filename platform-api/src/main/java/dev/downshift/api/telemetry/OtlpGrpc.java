package dev.downshift.api.telemetry;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.rpc.Code;
import com.google.rpc.RetryInfo;
import dev.downshift.core.tenancy.Actor;
import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Takes spans from any OpenTelemetry exporter, OTLP over gRPC (OTLP specification 1.9, "OTLP/gRPC"). */
@Component
class OtlpGrpc implements BindableService {

    private static final Logger LOG = LoggerFactory.getLogger(OtlpGrpc.class);

    private final ReceivedSpans spans;
    private final int largest;

    OtlpGrpc(ReceivedSpans spans, TelemetrySettings settings) {
        this.spans = spans;
        this.largest = settings.largestBytes();
    }

    @Override
    public ServerServiceDefinition bindService() {
        return ServerServiceDefinition.builder(TraceServiceGrpc.SERVICE_NAME)
                .addMethod(TraceServiceGrpc.getExportMethod().toBuilder(GrpcBody.MARSHALLER, TraceServiceGrpc.getExportMethod().getResponseMarshaller()).build(),
                        ServerCalls.asyncUnaryCall(this::export))
                .build();
    }

    private void export(GrpcBody body, StreamObserver<ExportTraceServiceResponse> answer) {
        try {
            answer.onNext(received(GrpcSender.current(), body));
            answer.onCompleted();
        } catch (StatusRuntimeException refused) {
            answer.onError(refused);
        }
    }

    private ExportTraceServiceResponse received(Actor sender, GrpcBody body) {
        byte[] bytes = body.bytes();
        if (bytes == null) {
            throw Status.RESOURCE_EXHAUSTED.withDescription("The request unpacks to more than " + largest + " bytes. Send smaller batches.").asRuntimeException();
        }
        try {
            spans.requireRoom();
            ExportRequest sent = ExportRequest.protobuf(bytes);
            spans.add(sender.organization(), sent);
            return answer(sent.rejected());
        } catch (TryLater later) {
            throw exhausted(later);
        } catch (UnreadableRequest unreadable) {
            throw Status.INVALID_ARGUMENT.withDescription(unreadable.reason()).asRuntimeException();
        } catch (IOException | DataAccessException | TransactionException failure) {
            LOG.error("Spans of {} could not be written down", sender.organization(), failure);
            throw Status.UNAVAILABLE.withDescription("The spans could not be written down. Send them again later.").asRuntimeException();
        }
    }

    private static ExportTraceServiceResponse answer(int rejected) {
        return rejected == 0 ? ExportTraceServiceResponse.getDefaultInstance() : ExportTraceServiceResponse.newBuilder()
                .setPartialSuccess(ExportTracePartialSuccess.newBuilder().setRejectedSpans(rejected).setErrorMessage(ExportRequest.REJECTED)).build();
    }

    /** With the time to wait, without which exporters would drop the spans. */
    private static StatusRuntimeException exhausted(TryLater later) {
        RetryInfo retry = RetryInfo.newBuilder().setRetryDelay(Duration.newBuilder().setSeconds(later.afterSeconds())).build();
        return StatusProto.toStatusRuntimeException(com.google.rpc.Status.newBuilder()
                .setCode(Code.RESOURCE_EXHAUSTED_VALUE).setMessage(later.reason()).addDetails(Any.pack(retry)).build());
    }
}
