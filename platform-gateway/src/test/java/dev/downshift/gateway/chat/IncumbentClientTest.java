package dev.downshift.gateway.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.downshift.core.network.AddressRefused;
import dev.downshift.core.network.AddressRules;
import dev.downshift.core.routing.IncumbentAccess;
import dev.downshift.core.routing.IncumbentAddresses;
import dev.downshift.gateway.GatewaySettings;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.DnsResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.mock.web.MockHttpServletRequest;

@Timeout(30)
class IncumbentClientTest {

    private static final GatewaySettings SETTINGS = Binder.get(new MockEnvironment()).bindOrCreate("downshift.gateway", GatewaySettings.class);
    private static final AddressRules LOOPBACK = AddressRules.of(false, List.of("127.0.0.0/8"));

    private final AtomicInteger asked = new AtomicInteger();
    private final CountDownLatch firstRead = new CountDownLatch(1);
    private final CountDownLatch cancelled = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private HttpServer server;

    @BeforeEach
    void anIncumbentThatSaysOneWordAndThenManyUntilNobodyListens() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write("first".getBytes(StandardCharsets.US_ASCII));
                out.flush();
                firstRead.await();
                while (!Thread.currentThread().isInterrupted()) {
                    out.write("another".getBytes(StandardCharsets.US_ASCII));
                    out.flush();
                }
            } catch (IOException gone) {
                cancelled.countDown();
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void aNameThatMeansAnotherAddressAtTheConnectionIsRefusedThere() throws IOException {
        Names names = new Names(new ArrayDeque<>(List.of("1.1.1.1", "127.0.0.1")));
        IncumbentClient client = new IncumbentClient(new IncumbentAddresses(AddressRules.of(false, List.of(), names)), SETTINGS);

        assertThatThrownBy(() -> client.get(incumbent("https://rebinding.example:"), "/models", new MockHttpServletRequest())).isInstanceOf(AddressRefused.class);
        client.close();
        assertThat(names.answers()).as("both were asked for").hasSize(1);
        assertThat(asked).hasValue(0);
    }

    @Test
    void whatComesIsReadAtOnceAndClosingCancelsTheCall() throws Exception {
        IncumbentClient client = new IncumbentClient(new IncumbentAddresses(LOOPBACK), SETTINGS);
        try (IncumbentAnswer answer = client.post(incumbent("http://127.0.0.1:"), "/chat/completions", new byte[] {'{', '}'}, new MockHttpServletRequest())) {
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body().readNBytes(5)).asString(StandardCharsets.US_ASCII).isEqualTo("first");
            firstRead.countDown();
        }
        assertThat(cancelled.await(20, TimeUnit.SECONDS)).isTrue();
        client.close();
    }

    private IncumbentAccess incumbent(String before) {
        return new IncumbentAccess(URI.create(before + server.getAddress().getPort() + "/v1"), null);
    }

    /** A name server whose answers change from one question to the next, as in DNS rebinding. */
    private record Names(Deque<String> answers) implements DnsResolver {
        @Override
        public InetAddress[] resolve(String host) {
            return new InetAddress[] {InetAddress.ofLiteral(answers.size() > 1 ? answers.remove() : answers.element())};
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }
}
