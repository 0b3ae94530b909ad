package dev.downshift.core.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.hc.client5.http.DnsResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** Requests forged to the inside of the network, refused where they would connect. */
class OutboundHttpTest {

    private static final AddressRules STRICT = AddressRules.of(false, List.of());

    private final AtomicInteger asked = new AtomicInteger();
    private HttpServer server = server();

    private static HttpServer server() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void aServerInside() {
        server.createContext("/", exchange -> {
            try (exchange) {
                asked.incrementAndGet();
                if (exchange.getRequestURI().getPath().equals("/away")) {
                    exchange.getResponseHeaders().set("Location", "http://127.0.0.1:" + port() + "/secret");
                    exchange.sendResponseHeaders(302, -1);
                } else if (exchange.getRequestURI().getPath().equals("/trickle")) {
                    exchange.sendResponseHeaders(200, 0);
                    for (int sent = 0; sent < 100; sent++) {
                        exchange.getResponseBody().write('.');
                        exchange.getResponseBody().flush();
                        LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
                    }
                } else {
                    exchange.sendResponseHeaders(200, 0);
                    exchange.getResponseBody().write(new byte[100_000]);
                }
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "127.0.0.1", "127.9.9.9", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "100.64.0.1", "100.127.255.255",
        "192.0.0.1", "192.0.2.7", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
        "[::1]", "[::]", "[fe80::1]", "[fec0::1]", "[fc00::1]", "[fd12:3456:789a::1]", "[ff02::1]", "[::ffff:127.0.0.1]", "[::ffff:10.0.0.1]", "[::ffff:a9fe:a9fe]",
        "[::127.0.0.1]", "[2002:7f00:1::]", "[64:ff9b::7f00:1]", "[64:ff9b:1::1]", "[2001:0:4136:e378:8000:63bf:3fff:fdd2]", "[2001:db8::1]", "[100::1]",
        "localhost"})
    void whatIsNotOfThePublicInternetIsRefused(String host) {
        assertThatThrownBy(() -> STRICT.check(URI.create("https://" + host + "/"))).isInstanceOf(AddressRefused.class);
        assertThatThrownBy(() -> STRICT.resolve(host)).isInstanceOf(AddressRefused.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2130706433", "127.1"})
    void anotherWayToWriteAnAddressIsAtMostAnUnknownName(String host) {
        assertThatThrownBy(() -> STRICT.check(URI.create("https://" + host + "/"))).isInstanceOf(UnknownHostException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1.1.1", "8.8.8.8", "172.32.0.1", "100.128.0.1", "192.0.1.1", "223.255.255.255", "[2606:4700:4700::1111]", "[2a00:1450::1]"})
    void thePublicInternetIsAllowedOverHttpsOnly(String host) {
        assertThatCode(() -> STRICT.check(URI.create("https://" + host + "/"))).doesNotThrowAnyException();
        assertThatThrownBy(() -> STRICT.check(URI.create("http://" + host + "/"))).isInstanceOf(AddressRefused.class).hasMessageContaining("not encrypted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://1.1.1.1/", "file:///etc/passwd", "https:///path", "https://user:secret@1.1.1.1/", "gopher://1.1.1.1/", "https:opaque", "https://1.1.1.1:65536/", "https://1.1.1.1:0/"})
    void onlyHttpAddressesOfHostsAreOnes(String address) {
        assertThatThrownBy(() -> STRICT.check(URI.create(address))).isInstanceOf(AddressRefused.class);
    }

    @Test
    void theOperatorAllowsHostsAndBlocks() throws IOException {
        AddressRules rules = AddressRules.of(false, List.of("10.1.0.0/16", "localhost", "fd00::/8", ""));

        assertThatCode(() -> rules.check(URI.create("http://10.1.2.3/"))).doesNotThrowAnyException();
        assertThatCode(() -> rules.check(URI.create("http://[fd00::7]/"))).doesNotThrowAnyException();
        assertThatCode(() -> rules.check(URI.create("http://LOCALHOST/"))).doesNotThrowAnyException();
        assertThatThrownBy(() -> rules.check(URI.create("http://10.2.0.1/"))).isInstanceOf(AddressRefused.class);
        assertThatThrownBy(() -> rules.check(URI.create("http://127.0.0.1/"))).isInstanceOf(AddressRefused.class);
        assertThatCode(() -> AddressRules.of(true, List.of()).check(URI.create("http://192.168.1.1/"))).doesNotThrowAnyException();
    }

    @Test
    void aNameThatMeansAnotherAddressAtTheConnectionIsRefusedThere() throws IOException {
        Deque<String> answers = new ArrayDeque<>(List.of("127.0.0.1"));
        AddressRules rules = AddressRules.of(false, List.of(), new Names(answers));
        try (OutboundHttp http = new OutboundHttp(AddressRules.of(false, List.of(), new Names(new ArrayDeque<>(List.of("1.1.1.1", "127.0.0.1")))))) {
            // The first answer passes the check; the connection asks again, gets the second, and refuses it.
            assertThatThrownBy(() -> http.send(request("https://rebinding.example:" + port() + "/"), 1_000)).isInstanceOf(AddressRefused.class);
        }
        assertThatThrownBy(() -> rules.resolve("rebinding.example")).isInstanceOf(AddressRefused.class);
        assertThat(asked).hasValue(0);
    }

    @Test
    void oneOfSeveralAddressesThatIsPrivateRefusesTheName() {
        AddressRules rules = AddressRules.of(false, List.of(), new Names(new ArrayDeque<>(List.of("1.1.1.1 10.0.0.1"))));

        assertThatThrownBy(() -> rules.resolve("mixed.example")).isInstanceOf(AddressRefused.class);
    }

    @Test
    void aClientOfTheAwsSdkIsHeldToTheSameRules() {
        OutboundHttp http = new OutboundHttp(STRICT);
        try (S3Client client = S3Client.builder().httpClientBuilder(http.forAws()).credentialsProvider(AnonymousCredentialsProvider.create())
                .region(Region.US_EAST_1).forcePathStyle(true).endpointOverride(URI.create("http://127.0.0.1:" + port())).build()) {
            assertThatThrownBy(() -> client.listObjectsV2(list -> list.bucket("inside"))).isInstanceOf(SdkException.class).rootCause().isInstanceOf(AddressRefused.class);
        }
        assertThat(asked).hasValue(0);
    }

    @Test
    void redirectsAreAnswersAndLargeAnswersAreRefused() throws IOException {
        try (OutboundHttp http = new OutboundHttp(AddressRules.of(false, List.of("127.0.0.0/8")))) {
            assertThat(http.send(request("http://127.0.0.1:" + port() + "/away"), 1_000).status()).isEqualTo(302);
            assertThat(asked).hasValue(1);
            assertThat(http.send(request("http://127.0.0.1:" + port() + "/"), 100_000).body()).hasSize(100_000);
            assertThatThrownBy(() -> http.send(request("http://127.0.0.1:" + port() + "/"), 99_999)).isInstanceOf(OutboundHttp.TooLarge.class);
        }
    }

    @Test
    void anAnswerThatTricklesIsBrokenOff() throws IOException {
        try (OutboundHttp http = new OutboundHttp(AddressRules.of(false, List.of("127.0.0.0/8")), Duration.ofMillis(700))) {
            long begun = System.nanoTime();
            assertThatThrownBy(() -> http.send(request("http://127.0.0.1:" + port() + "/trickle"), 1_000)).hasMessageContaining("did not end within");
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
            assertThat(http.send(request("http://127.0.0.1:" + port() + "/"), 100_000).body()).hasSize(100_000);
        }
    }

    @Test
    void aSourceHasItsGraceAndIsThenHeldToASpeed() throws IOException {
        byte[] second = new byte[(int) BoundedInput.LEAST_A_SECOND];
        assertThat(new BoundedInput(new ByteArrayInputStream(second), second.length, () -> {}, Duration.ofMinutes(1)).readAllBytes()).hasSize(second.length);
        try (BoundedInput slow = new BoundedInput(new ByteArrayInputStream(second), second.length, () -> {}, Duration.ofSeconds(-2))) {
            assertThatThrownBy(slow::readAllBytes).hasMessageContaining("less than 100 kB a second");
        }
        try (BoundedInput large = new BoundedInput(new ByteArrayInputStream(second), second.length - 1, () -> {})) {
            assertThatThrownBy(large::readAllBytes).isInstanceOf(OutboundHttp.TooLarge.class);
        }
    }

    private int port() {
        return server.getAddress().getPort();
    }

    private static OutboundHttp.Request request(String address) {
        return new OutboundHttp.Request(URI.create(address), Map.of(), null);
    }

    /** A name server whose answers change from one question to the next, as in DNS rebinding. */
    private record Names(Deque<String> answers) implements DnsResolver {
        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            String[] texts = (answers.size() > 1 ? answers.remove() : answers.element()).split(" ", -1);
            InetAddress[] addresses = new InetAddress[texts.length];
            for (int index = 0; index < texts.length; index++) {
                addresses[index] = InetAddress.ofLiteral(texts[index]);
            }
            return addresses;
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }
}
