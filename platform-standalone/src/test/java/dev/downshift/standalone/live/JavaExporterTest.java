package dev.downshift.standalone.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.downshift.core.intake.StoredCall;
import dev.downshift.standalone.StandaloneTest;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;

/** OpenTelemetry's exporters for Java, unchanged, and what becomes of spans that they send in any order, twice, or bit by bit. */
@StandaloneTest
class JavaExporterTest {

    @Autowired ApplicationContext beans;
    @LocalServerPort int port;

    private final Recorded recorded = new Recorded();
    private Receiver receiver;
    private SpanExporter http;
    private SpanExporter grpc;

    @BeforeEach
    void exporters() {
        receiver = Receiver.of(beans, port);
        String authorization = "Bearer " + receiver.key();
        http = OtlpHttpSpanExporter.builder().setEndpoint(receiver.httpEndpoint() + "/v1/traces").addHeader("Authorization", authorization).setCompression("gzip").build();
        grpc = OtlpGrpcSpanExporter.builder().setEndpoint(receiver.grpcEndpoint()).addHeader("authorization", authorization).build();
    }

    @AfterEach
    void close() {
        http.shutdown();
        grpc.shutdown();
        soon().until(() -> !receiver.isDiscovering());
    }

    @Test
    void bothExportersDeliverACallWithinTwoSeconds() {
        send(http, recorded.call("warm up", null));
        soon().until(() -> asked("warm up").size() == 1);

        send(http, recorded.call("over HTTP", null));
        send(grpc, recorded.call("over gRPC", null));

        await().pollInterval(Duration.ofMillis(50)).atMost(Duration.ofSeconds(2)).until(() -> asked("over HTTP").size() == 1 && asked("over gRPC").size() == 1);
        assertThat(asked("over gRPC")).allSatisfy(stored -> {
            assertThat(stored.call().model()).isEqualTo("gpt-4o");
            assertThat(Objects.requireNonNull(stored.call().response()).text()).isEqualTo("On Monday.");
            assertThat(stored.usage().promptTokens()).isEqualTo(12);
            assertThat(stored.call().finishReason()).isEqualTo("stop");
            assertThat(stored.call().latency()).isNotNull();
        });
    }

    @Test
    void theSessionThatTheRootNamesReachesItsCallsWhicheverComesFirst() {
        List<SpanData> calls = new ArrayList<>();
        SpanData late = recorded.agent("session-late", root -> calls.add(recorded.call("root comes last", root)));
        SpanData early = recorded.agent("session-early", root -> calls.add(recorded.call("root comes first", root)));

        send(http, calls.getFirst());
        soon().until(() -> asked("root comes last").size() == 1);
        assertThat(asked("root comes last").getFirst().conversation()).isEqualTo(late.getTraceId());
        send(http, late, early);
        soon().until(() -> receiver.conversation("session-late").size() == 1);
        send(http, calls.getLast());

        soon().until(() -> receiver.conversation("session-early").size() == 1);
    }

    @Test
    void aCallThatTwoInstrumentationsRecordIsOneWhicheverComesFirst() {
        for (String question : List.of("the outer comes first", "the inner comes first")) {
            List<SpanData> inner = new ArrayList<>();
            SpanData outer = recorded.callAround(question, around -> inner.add(recorded.call(question, around)));
            boolean outerFirst = question.startsWith("the outer");

            send(http, outerFirst ? outer : inner.getFirst());
            soon().until(() -> asked(question).size() == 1);
            send(grpc, outerFirst ? inner.getFirst() : outer);
            everythingIsRead();

            assertThat(asked(question)).hasSize(1).allSatisfy(stored -> assertThat(stored.call().providerCallId()).startsWith("chatcmpl-"));
        }
    }

    @Test
    void aSpanThatIsSentAgainMoreCompleteTakesThePlaceOfTheFirst() {
        List<SpanData> versions = recorded.callBitByBit("bit by bit");

        send(http, versions.getFirst());
        soon().until(() -> asked("bit by bit").size() == 1);
        send(http, versions.getLast(), versions.getLast());
        soon().until(() -> asked("bit by bit").getFirst().call().response() != null);
        send(grpc, versions.getFirst());
        everythingIsRead();

        assertThat(asked("bit by bit")).hasSize(1).allSatisfy(stored -> assertThat(stored.call().response()).isNotNull());
    }

    /** A call that is sent after the others is not read before them. */
    private void everythingIsRead() {
        int before = asked("after all").size();
        send(http, recorded.call("after all", null));
        soon().until(() -> asked("after all").size() > before);
        soon().until(() -> receiver.unread() == 0);
    }

    private static ConditionFactory soon() {
        return await().pollInterval(Duration.ofMillis(50)).atMost(Duration.ofSeconds(20));
    }

    private List<StoredCall> asked(String question) {
        return receiver.all().stream().filter(stored -> stored.call().messages().getFirst().text().equals(question)).toList();
    }

    private static void send(SpanExporter exporter, SpanData... spans) {
        assertThat(exporter.export(List.of(spans)).join(10, TimeUnit.SECONDS).isSuccess()).isTrue();
    }
}
