package dev.downshift.gateway;

import dev.downshift.core.routing.IncumbentEndpoints;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.ApiKeys;
import dev.downshift.core.tenancy.Members;
import dev.downshift.core.tenancy.NewPerson;
import dev.downshift.core.tenancy.Onboarding;
import dev.downshift.core.tenancy.OrganizationId;
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
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** What a call through the gateway takes beside the same call to the incumbent itself, in turns, one after the other. Run by {@code benchmarks/gateway}. */
@SpringBootTest(classes = GatewayApplication.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class GatewayBenchmark {

    private static final int WARM_UP = 2_000;
    private static final int CALLS = 5_000;

    /** Not a folder that ends with this class: the database server that starts in it serves the classes after it too. */
    private static final Path HOME = Path.of("target", "home-" + UUID.randomUUID());

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) {
        registry.add("downshift.home", HOME::toString);
    }

    @LocalServerPort int port;
    @Autowired Onboarding onboarding;
    @Autowired Members members;
    @Autowired ApiKeys keys;
    @Autowired IncumbentEndpoints endpoints;

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void measure() throws IOException, InterruptedException {
        try (TestIncumbent incumbent = new TestIncumbent()) {
            String key = key(incumbent);
            URI direct = URI.create(incumbent.baseUrl() + "/chat/completions");
            URI through = URI.create("http://127.0.0.1:" + port + "/v1/chat/completions");
            for (int i = 0; i < WARM_UP; i++) {
                call(direct, key);
                call(through, key);
            }
            long[] directly = new long[CALLS];
            long[] gateway = new long[CALLS];
            for (int i = 0; i < CALLS; i++) {
                directly[i] = call(direct, key);
                gateway[i] = call(through, key);
            }
            report("direct", directly);
            report("gateway", gateway);
            System.out.printf(Locale.ROOT, "BENCHMARK overhead: p50 %.2f ms, p99 %.2f ms%n",
                    percentile(gateway, 50) - percentile(directly, 50), percentile(gateway, 99) - percentile(directly, 99));
        }
    }

    private String key(TestIncumbent incumbent) {
        OrganizationId organization = onboarding.createOrganization("Benchmark", UUID.randomUUID().toString(), person());
        Actor owner = members.actor(onboarding.addMember(organization, person(), Role.OWNER), organization).orElseThrow();
        Actor.run(owner, () -> endpoints.set(incumbent.baseUrl(), "sk-incumbent"));
        return Actor.call(owner, () -> keys.issue("benchmark", Set.of(Scope.GATEWAY), null)).secret();
    }

    /** In nanoseconds. */
    private long call(URI address, String key) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("""
                        {"model":"big-model","messages":[{"role":"system","content":"Sort the ticket."},{"role":"user","content":"Where is my parcel?"}]}"""))
                .build();
        long begin = System.nanoTime();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IllegalStateException(response.statusCode() + " " + response.body());
        }
        return System.nanoTime() - begin;
    }

    private static void report(String name, long[] nanoseconds) {
        Arrays.sort(nanoseconds);
        System.out.printf(Locale.ROOT, "BENCHMARK %s: %d calls, p50 %.2f ms, p99 %.2f ms%n", name, nanoseconds.length, percentile(nanoseconds, 50), percentile(nanoseconds, 99));
    }

    private static double percentile(long[] sorted, int percent) {
        return sorted[sorted.length * percent / 100] / 1e6;
    }

    private static NewPerson person() {
        return new NewPerson(UUID.randomUUID() + "@example.com", "Person", "a password for tests");
    }
}
