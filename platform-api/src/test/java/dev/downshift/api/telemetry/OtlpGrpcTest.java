package dev.downshift.api.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.rpc.RetryInfo;
import dev.downshift.api.ApiTest;
import dev.downshift.api.TestKeys;
import dev.downshift.core.DownshiftHome;
import dev.downshift.core.intake.Uploads;
import dev.downshift.core.limits.IntakeGate;
import dev.downshift.core.tenancy.ApiKeys;
import dev.downshift.core.tenancy.OrganizationKeys;
import dev.downshift.core.tenancy.Role;
import dev.downshift.core.tenancy.Scope;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.MetadataUtils;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.util.unit.DataSize;

/** What exporters of OpenTelemetry send by gRPC and are told. */
@ApiTest
@Import(TestKeys.class)
class OtlpGrpcTest {

    private static final Metadata.Key<String> AUTHORIZATION = Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    @Autowired DownshiftHome home;
    @Autowired OrganizationKeys organizationKeys;
    @Autowired Uploads uploads;
    @Autowired ApiKeys apiKeys;
    @Autowired IntakeGate gate;
    @Autowired Clock clock;
    @Autowired TestKeys keys;
    @TempDir Path folder;

    private ReceivedSpans spans;
    private GrpcServer server;
    private ManagedChannel channel;
    private String key;

    @BeforeEach
    void aServer() throws IOException {
        key = keys.secret(Role.ENGINEER, Scope.UPLOAD);
        serve("1GB");
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        server.stop();
        spans.stop();
    }

    private void serve(String most) throws IOException {
        TelemetrySettings settings = new TelemetrySettings(0, DataSize.ofMegabytes(1), Duration.ofMillis(100), Duration.ofSeconds(1), DataSize.ofMegabytes(1), DataSize.parse(most));
        spans = new ReceivedSpans(new DownshiftHome(folder), organizationKeys, uploads, gate, clock, settings);
        server = new GrpcServer(new OtlpGrpc(spans, settings), new GrpcSender(apiKeys), settings, null);
        server.start();
        channel = NettyChannelBuilder.forAddress("localhost", server.port()).usePlaintext().build();
    }

    @Test
    void spansAreReceivedPackedOrNot() {
        assertThat(export(OtlpApiTest.request(16, 8), key)).isEqualTo(ExportTraceServiceResponse.getDefaultInstance());
        assertThat(exporter(key).withCompression("gzip").export(OtlpApiTest.request(16, 8))).isEqualTo(ExportTraceServiceResponse.getDefaultInstance());
        assertThat(spans.waitingBytes()).isPositive();
    }

    @Test
    void spansWithoutAnIdAreRejectedAndTheOthersReceived() {
        ExportTraceServiceRequest both = OtlpApiTest.request(16, 8).toBuilder().addAllResourceSpans(OtlpApiTest.request(15, 8).getResourceSpansList()).build();

        assertThat(export(both, key).getPartialSuccess().getRejectedSpans()).isEqualTo(1);
    }

    @Test
    void onlyAKeyThatMayUploadGetsIn() {
        assertRefused(Status.Code.UNAUTHENTICATED, OtlpApiTest.request(16, 8), "dsk_unknown");
        assertRefused(Status.Code.PERMISSION_DENIED, OtlpApiTest.request(16, 8), keys.secret(Role.ENGINEER, Scope.READ));
    }

    @Test
    void aRequestThatUnpacksToTooMuchIsRefusedForGood() {
        ExportTraceServiceRequest large = OtlpApiTest.request(16, 8).toBuilder()
                .addResourceSpans(OtlpApiTest.request(16, 8).getResourceSpans(0).toBuilder().setSchemaUrlBytes(ByteString.copyFrom(new byte[2 << 20]))).build();

        for (TraceServiceGrpc.TraceServiceBlockingStub exporter : List.of(exporter(key), exporter(key).withCompression("gzip"))) {
            assertThatThrownBy(() -> exporter.export(large)).isInstanceOfSatisfying(StatusRuntimeException.class, refused -> {
                assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
                assertThat(Objects.requireNonNull(refused.getTrailers()).get(ProtoUtils.keyForProto(RetryInfo.getDefaultInstance()))).isNull();
            });
        }
    }

    @Test
    void exportersAreAskedToComeBackWhenTooMuchWaits() throws IOException {
        stop();
        serve("0B");

        assertThatThrownBy(() -> export(OtlpApiTest.request(16, 8), key)).isInstanceOfSatisfying(StatusRuntimeException.class, refused -> {
            assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
            com.google.rpc.Status status = Objects.requireNonNull(StatusProto.fromThrowable(refused));
            assertThat(status.getDetailsList()).hasSize(1).allSatisfy(detail -> assertThat(detail.unpack(RetryInfo.class).getRetryDelay().getSeconds()).isEqualTo(15));
        });
    }

    @Test
    void aPortThatIsTakenStopsNothingElse() {
        TelemetrySettings same = new TelemetrySettings(server.port(), DataSize.ofMegabytes(1), Duration.ofMillis(100), Duration.ofSeconds(1), DataSize.ofMegabytes(1), DataSize.ofMegabytes(1));
        GrpcServer second = new GrpcServer(new OtlpGrpc(spans, same), new GrpcSender(apiKeys), same, null);

        second.start();

        assertThat(second.isRunning()).isFalse();
        assertThat(export(OtlpApiTest.request(16, 8), key)).isNotNull();
        second.stop();
    }

    private void assertRefused(Status.Code code, ExportTraceServiceRequest request, String secret) {
        assertThatThrownBy(() -> export(request, secret)).isInstanceOfSatisfying(StatusRuntimeException.class,
                refused -> assertThat(refused.getStatus().getCode()).isEqualTo(code));
    }

    private ExportTraceServiceResponse export(ExportTraceServiceRequest request, String secret) {
        return exporter(secret).export(request);
    }

    private TraceServiceGrpc.TraceServiceBlockingStub exporter(String secret) {
        Metadata metadata = new Metadata();
        metadata.put(AUTHORIZATION, "Bearer " + secret);
        return TraceServiceGrpc.newBlockingStub(channel).withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata)).withDeadlineAfter(10, TimeUnit.SECONDS);
    }
}
