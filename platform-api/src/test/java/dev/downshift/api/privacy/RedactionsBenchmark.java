package dev.downshift.api.privacy;

import dev.downshift.api.ApiApplication;
import dev.downshift.api.TestKeys;
import dev.downshift.core.tenancy.Role;
import dev.downshift.core.tenancy.Scope;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** What the redaction of 4 KB takes over HTTP on loopback, one after the other. Run by {@code benchmarks/redactions}. */
@SpringBootTest(classes = ApiApplication.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@Import(TestKeys.class)
class RedactionsBenchmark {

    private static final int WARM_UP = 3_000;
    private static final int CALLS = 5_000;
    private static final int LENGTH = 4_096;

    /** Not a folder that ends with this class: the database server that starts in it serves the classes after it too. */
    private static final Path HOME = Path.of("target", "home-" + UUID.randomUUID());

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) {
        registry.add("downshift.home", HOME::toString);
    }

    @LocalServerPort int port;
    @Autowired TestKeys keys;

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void measure() throws IOException, InterruptedException {
        String key = keys.secret(Role.ENGINEER, Scope.UPLOAD);
        for (int i = 0; i < WARM_UP; i++) {
            call(key, i);
        }
        long[] nanoseconds = new long[CALLS];
        for (int i = 0; i < CALLS; i++) {
            nanoseconds[i] = call(key, i);
        }
        Arrays.sort(nanoseconds);
        System.out.printf(Locale.ROOT, "BENCHMARK redactions: %d texts of %d characters, p50 %.2f ms, p99 %.2f ms%n", CALLS, LENGTH,
                nanoseconds[CALLS / 2] / 1e6, nanoseconds[CALLS * 99 / 100] / 1e6);
    }

    /** In nanoseconds. */
    private long call(String key, int number) throws IOException, InterruptedException {
        String text = ("Order " + number + ": please call Jane Kowalczyk at +1 415 682 3344 or write to jane.k@corp.com about her parcel, which the depot in Leeds has had since Monday. ")
                .repeat(LENGTH / 100).substring(0, LENGTH);
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/redactions"))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"value\":\"" + text + "\"}"))
                .build();
        long begin = System.nanoTime();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IllegalStateException(response.statusCode() + " " + response.body());
        }
        return System.nanoTime() - begin;
    }
}
