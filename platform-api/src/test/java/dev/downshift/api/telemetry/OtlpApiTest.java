package dev.downshift.api.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.downshift.api.ApiTest;
import dev.downshift.api.TestKeys;
import dev.downshift.core.tenancy.Role;
import dev.downshift.core.tenancy.Scope;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.Base64;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** What exporters of OpenTelemetry send and are told. */
@ApiTest
@Import(TestKeys.class)
class OtlpApiTest {

    private static final String LANGFUSE = "/api/public/otel/v1/traces";
    private static final String TRACE = "5b8efff798038103d269b633813fc60c";
    private static final String JSON = "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"traceId\":\"%s\",\"spanId\":\"eee19b7ec3c1b174\",\"name\":\"chat\"}]}]}]}";

    @Autowired MockMvcTester api;
    @Autowired TestKeys keys;

    private String key;

    @BeforeEach
    void aKey() {
        key = keys.secret(Role.ENGINEER, Scope.UPLOAD, Scope.READ);
    }

    @Test
    void spansInProtobufBecomeAnUpload() throws Exception {
        MvcTestResult sent = send(MediaType.APPLICATION_PROTOBUF, request(16, 8).toByteArray(), null, key);

        assertThat(sent).hasStatusOk();
        assertThat(ExportTraceServiceResponse.parseFrom(sent.getResponse().getContentAsByteArray())).isEqualTo(ExportTraceServiceResponse.getDefaultInstance());
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(api.get().uri("/api/v1/uploads").header("Authorization", "Bearer " + key))
                .hasStatusOk().bodyJson().extractingPath("$.items[0].source").isEqualTo("OTLP"));
    }

    @Test
    void spansInJsonAndPackedAreTakenToo() throws Exception {
        byte[] json = JSON.formatted(TRACE).getBytes(StandardCharsets.UTF_8);

        assertThat(send(MediaType.APPLICATION_JSON, json, null, key)).hasStatusOk().bodyJson().isLenientlyEqualTo("{}");
        assertThat(send(MediaType.APPLICATION_JSON, gzip(json), "gzip", key)).hasStatusOk();
        assertThat(send(MediaType.APPLICATION_PROTOBUF, gzip(request(16, 8).toByteArray()), "gzip", key)).hasStatusOk();
        assertThat(send(MediaType.APPLICATION_JSON, "{}".getBytes(StandardCharsets.UTF_8), null, key)).as("nothing to receive").hasStatusOk();
    }

    @Test
    void spansWithoutAnIdAreRejectedAndTheOthersReceived() throws Exception {
        assertThat(send(MediaType.APPLICATION_JSON, JSON.formatted("0".repeat(32)).getBytes(StandardCharsets.UTF_8), null, key))
                .hasStatusOk().bodyJson().extractingPath("$.partialSuccess.rejectedSpans").isEqualTo("1");
        ExportTraceServiceRequest both = request(16, 8).toBuilder().addAllResourceSpans(request(15, 8).getResourceSpansList()).build();
        MvcTestResult sent = send(MediaType.APPLICATION_PROTOBUF, both.toByteArray(), null, key);

        ExportTraceServiceResponse answer = ExportTraceServiceResponse.parseFrom(sent.getResponse().getContentAsByteArray());
        assertThat(answer.getPartialSuccess().getRejectedSpans()).isEqualTo(1);
        assertThat(answer.getPartialSuccess().getErrorMessage()).contains("16 bytes");
    }

    @Test
    void whatIsNoRequestIsRefusedForGood() throws Exception {
        byte[] json = JSON.formatted(TRACE).getBytes(StandardCharsets.UTF_8);

        assertThat(send(MediaType.APPLICATION_PROTOBUF, json, null, key)).hasStatus(400);
        assertThat(send(MediaType.APPLICATION_JSON, Arrays.copyOf(json, 40), null, key)).hasStatus(400).bodyJson().extractingPath("$.message").asString().contains("JSON");
        assertThat(send(MediaType.APPLICATION_JSON, "{\"resourceSpans\":7}".getBytes(StandardCharsets.UTF_8), null, key)).hasStatus(400);
        assertThat(send(MediaType.APPLICATION_JSON, json, "gzip", key)).hasStatus(400);
        assertThat(send(MediaType.APPLICATION_JSON, Arrays.copyOf(gzip(json), 30), "gzip", key)).hasStatus(400);
        assertThat(send(MediaType.APPLICATION_JSON, json, "br", key)).hasStatus(400).bodyJson().extractingPath("$.message").asString().contains("gzip");
        assertThat(send(MediaType.TEXT_PLAIN, json, null, key)).hasStatus(415);
    }

    @Test
    void aRequestThatUnpacksToTooMuchIsRefused() throws Exception {
        assertThat(send(MediaType.APPLICATION_JSON, gzip(new byte[13 << 20]), "gzip", key)).hasStatus(413);
    }

    @Test
    void aRequestWhoseResourceWouldBeRepeatedWithoutEndIsRefused() throws Exception {
        String span = "{\"traceId\":\"%s\",\"spanId\":\"eee19b7ec3c1b174\",\"name\":\"chat\",\"attributes\":[{\"key\":\"gen_ai.system\",\"value\":{\"stringValue\":\"openai\"}}]}".formatted(TRACE);
        String large = "{\"resourceSpans\":[{\"resource\":{\"attributes\":[{\"key\":\"a\",\"value\":{\"stringValue\":\"%s\"}}]},\"scopeSpans\":[{\"spans\":[%s]}]}]}"
                .formatted("x".repeat(1 << 20), String.join(",", Collections.nCopies(70, span)));

        assertThat(send(MediaType.APPLICATION_JSON, gzip(large.getBytes(StandardCharsets.UTF_8)), "gzip", key)).hasStatus(400)
                .bodyJson().extractingPath("$.message").asString().contains("smaller batches");
    }

    @Test
    void onlyAKeyThatMayUploadGetsIn() throws Exception {
        byte[] json = JSON.formatted(TRACE).getBytes(StandardCharsets.UTF_8);

        assertThat(send(MediaType.APPLICATION_JSON, json, null, "dsk_unknown")).hasStatus(401);
        assertThat(send(MediaType.APPLICATION_JSON, json, null, keys.secret(Role.ENGINEER, Scope.READ))).hasStatus(403);
    }

    @Test
    void langfusesLibrariesSendTheirKeyAsAPassword() {
        byte[] json = JSON.formatted(TRACE).getBytes(StandardCharsets.UTF_8);

        assertThat(sentByLangfuse(json, "downshift:" + key)).hasStatusOk();
        assertThat(sentByLangfuse(json, key)).as("no pair").hasStatus(401);
        assertThat(sentByLangfuse(json, "downshift:dsk_unknown")).hasStatus(401);
        assertThat(api.post().uri(LANGFUSE).header("Authorization", "Basic not Base64").contentType(MediaType.APPLICATION_JSON).content(json)).hasStatus(401);
    }

    private MvcTestResult sentByLangfuse(byte[] json, String pair) {
        return api.post().uri(LANGFUSE).header("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)))
                .contentType(MediaType.APPLICATION_JSON).content(json).exchange();
    }

    private MvcTestResult send(MediaType type, byte[] body, @Nullable String encoding, String secret) {
        var request = api.post().uri("/v1/traces").header("Authorization", "Bearer " + secret).contentType(type).content(body);
        return (encoding == null ? request : request.header("Content-Encoding", encoding)).exchange();
    }

    static ExportTraceServiceRequest request(int traceBytes, int spanBytes) {
        Span span = Span.newBuilder()
                .setTraceId(bytes(traceBytes)).setSpanId(bytes(spanBytes)).setName("chat gpt-4o").setStartTimeUnixNano(1_767_225_600_000_000_000L)
                .addAttributes(KeyValue.newBuilder().setKey("gen_ai.request.model").setValue(AnyValue.newBuilder().setStringValue("gpt-4o")))
                .build();
        return ExportTraceServiceRequest.newBuilder().addResourceSpans(ResourceSpans.newBuilder().addScopeSpans(ScopeSpans.newBuilder().addSpans(span))).build();
    }

    private static ByteString bytes(int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) 0xab);
        return ByteString.copyFrom(bytes);
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(plain);
        }
        return bytes.toByteArray();
    }
}
