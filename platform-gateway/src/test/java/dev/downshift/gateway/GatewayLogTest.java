package dev.downshift.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downshift.core.intake.CallFilter;
import dev.downshift.core.intake.Calls;
import dev.downshift.core.intake.Ingest;
import dev.downshift.core.intake.IngestRun;
import dev.downshift.core.intake.RecordBatch;
import dev.downshift.core.intake.StoredCall;
import dev.downshift.core.intake.Upload;
import dev.downshift.core.intake.UploadView;
import dev.downshift.core.intake.Uploads;
import dev.downshift.core.limits.IntakeGate;
import dev.downshift.core.limits.IntakePolicies;
import dev.downshift.core.limits.IntakePolicy;
import dev.downshift.core.routing.IncumbentEndpoints;
import dev.downshift.core.routing.Mode;
import dev.downshift.core.routing.Routes;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.ApiKeys;
import dev.downshift.core.tenancy.Members;
import dev.downshift.core.tenancy.NewPerson;
import dev.downshift.core.tenancy.Onboarding;
import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.core.tenancy.PersonId;
import dev.downshift.core.tenancy.Role;
import dev.downshift.core.tenancy.Scope;
import dev.downshift.db.Database;
import dev.downshift.gateway.log.CallLog;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.node.JsonNodeFactory;

/** Every call becomes a trace: told by the gateway's log, which outlives the gateway, and read back by an ingest. */
@SpringBootTest(
        classes = GatewayApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"downshift.gateway.log-rotation=1s", "downshift.gateway.small-model-timeout=1ms"})
@Import(GatewayTest.Sources.class)
class GatewayLogTest {

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
    @Autowired Routes routes;
    @Autowired Uploads uploads;
    @Autowired Ingest ingest;
    @Autowired Calls calls;
    @Autowired CallLog log;
    @Autowired IntakePolicies policies;
    @Autowired IntakeGate gate;
    @Autowired Database database;
    @Autowired JdbcClient jdbc;
    @Autowired TransactionOperations transactions;

    private final HttpClient client = HttpClient.newHttpClient();
    private TestIncumbent incumbent;
    private Actor owner;
    private PersonId approver;
    private String key;

    @BeforeEach
    void found() throws IOException {
        incumbent = new TestIncumbent();
        OrganizationId organization = onboarding.createOrganization("Organization", UUID.randomUUID().toString(), person());
        owner = members.actor(onboarding.addMember(organization, person(), Role.OWNER), organization).orElseThrow();
        approver = onboarding.addMember(organization, person(), Role.APPROVER);
        key = Actor.call(owner, () -> keys.issue("test", Set.of(Scope.GATEWAY), null)).secret();
        Actor.run(owner, () -> endpoints.set(incumbent.baseUrl(), "sk-incumbent"));
    }

    @AfterEach
    void close() {
        incumbent.close();
        client.shutdownNow();
    }

    @Test
    void everyCallIsReadBackAsATrace() throws Exception {
        ask(gateway(), "\"stream\":false", "plain question");
        ask(gateway(), "\"stream\":true", "streamed question");
        ask(gateway(), "\"stream\":false", "please fail");

        List<StoredCall> stored = readBack(3);

        assertThat(stored).extracting(call -> call.call().messages().getLast().text())
                .containsExactlyInAnyOrder("plain question", "streamed question", "please fail");
        assertThat(stored).filteredOn(call -> call.call().error() == null).hasSize(2)
                .allSatisfy(call -> assertThat(Objects.requireNonNull(call.call().response()).text()).isEqualTo(TestIncumbent.ANSWER));
        assertThat(stored).filteredOn(call -> call.call().error() != null).hasSize(1);
        assertThat(stored).allSatisfy(call -> assertThat(call.call().model()).isEqualTo("big-model"));
    }

    @Test
    void aLateAnswerFallsBackAndItsTraceSaysSo() throws Exception {
        var routed = new RoutedTasks(jdbc, transactions, routes).promote(owner, owner.requirePerson(), approver, Mode.FULL, "1");
        int asked = 0;
        HttpResponse<String> response;
        do {
            response = ask(gateway(), "\"stream\":false", "question", "task " + routed.task() + ": answer.");
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("x-downshift-served-by")).contains("incumbent");
            Thread.sleep(200);
        } while (!response.headers().firstValue("x-downshift-fallback").orElse("").equals("timed_out") && ++asked < 300);

        assertThat(response.headers().firstValue("x-downshift-fallback")).contains("timed_out");
        readBack(asked + 1);
        List<String> told = Actor.call(owner, () -> transactions.execute(status ->
                jdbc.sql("select routed::text from llm_call where routed is not null").query((row, i) -> row.getString(1)).list()));
        assertThat(told).hasSize(asked + 1).allMatch(one -> one.contains(routed.task().toString())).anyMatch(one -> one.contains("timed_out"));
    }

    @Test
    void callsOfOneOrganizationDoNotWaitForAnothersWhoseKeyCannotBeRead() throws Exception {
        var nobody = new OrganizationId(UUID.randomUUID());
        log.add(nobody, JsonNodeFactory.instance.objectNode());
        ask(gateway(), "\"stream\":false", "first");
        log.add(nobody, JsonNodeFactory.instance.objectNode());
        ask(gateway(), "\"stream\":false", "second");

        assertThat(readBack(2)).extracting(call -> call.call().messages().getLast().text()).containsExactlyInAnyOrder("first", "second");
        Thread.sleep(2_000);
        assertThat(readBack(2)).as("none was written again while the other's were tried again").hasSize(2);
    }

    @Test
    void aCallThatTheDayHasNoRoomForIsAnsweredAndItsLineDroppedAndCounted() throws Exception {
        Actor.run(owner, () -> {
            policies.save(new IntakePolicy(1, 1, IntakePolicy.LEAST_BYTES, null, null, 1));
            transactions.executeWithoutResult(status -> gate.countFile(IntakePolicy.LEAST_BYTES));
        });

        for (int call = 0; call < 3; call++) {
            assertThat(ask(gateway(), "\"stream\":false", "question").statusCode()).isEqualTo(200);
        }

        for (int i = 0; i < 100 && Actor.call(owner, gate::today).droppedCalls() < 3; i++) {
            Thread.sleep(100);
        }
        assertThat(Actor.call(owner, gate::today).droppedCalls()).isEqualTo(3);
        assertThat(Actor.call(owner, () -> uploads.list(null)).items()).isEmpty();
    }

    @Test
    void aKeyThatWasGoodGoesOnWhileTheDatabaseIsAway() throws Exception {
        String unused = Actor.call(owner, () -> keys.issue("unused", Set.of(Scope.GATEWAY), null)).secret();
        assertThat(ask(gateway(), "\"stream\":false", "before").statusCode()).isEqualTo(200);
        inDatabase("alter table api_key rename to api_key_away");
        try {
            Thread.sleep(2_100);
            assertThat(ask(gateway(), "\"stream\":false", "meanwhile").statusCode()).isEqualTo(200);
            key = unused;
            assertThat(ask(gateway(), "\"stream\":false", "meanwhile").statusCode()).isEqualTo(503);
        } finally {
            inDatabase("alter table api_key_away rename to api_key");
        }
    }

    private void inDatabase(String statement) throws SQLException {
        try (var connection = DriverManager.getConnection(database.url(), database.owner().role(), database.owner().password());
                var execution = connection.createStatement()) {
            execution.execute(statement);
        }
    }

    @Test
    void whatAKilledGatewayHadWrittenIsHandedOverByAnother(@TempDir Path folder) throws Exception {
        try (GatewayProcess gateway = GatewayProcess.start(database, HOME, folder.resolve("gateway.log"))) {
            ask(gateway.address(), "\"stream\":false", "before the kill");
            while (spooled() == 0) {
                Thread.sleep(20);
            }
            assertThat(Actor.call(owner, () -> uploads.list(null)).items()).isEmpty();
            gateway.kill();
        }

        assertThat(readBack(1)).extracting(call -> call.call().messages().getLast().text()).containsExactly("before the kill");
    }

    private URI gateway() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Bytes that wait in the spool of any process. */
    private static long spooled() throws IOException {
        try (Stream<Path> files = Files.walk(HOME.resolve("gateway-log"))) {
            return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
        }
    }

    private List<StoredCall> readBack(int expected) throws Exception {
        List<UploadView> shipped = new ArrayList<>();
        List<StoredCall> stored = List.of();
        for (int i = 0; i < 300 && stored.size() < expected; i++) {
            Thread.sleep(100);
            List<UploadView> waiting = Actor.call(owner, () -> uploads.list(null)).items().stream()
                    .filter(upload -> shipped.stream().noneMatch(known -> known.id().equals(upload.id()))).toList();
            for (UploadView upload : waiting) {
                assertThat(upload.source()).isEqualTo(Upload.Source.GATEWAY);
                Actor.<Object, IOException>call(Actor.system(owner.organization()), () -> read(upload));
                shipped.add(upload);
            }
            stored = Actor.call(owner, () -> transactions.execute(status -> {
                try (Stream<StoredCall> all = calls.stream(CallFilter.ALL)) {
                    return all.toList();
                }
            }));
        }
        assertThat(stored).hasSize(expected);
        return stored;
    }

    private UploadView read(UploadView upload) throws IOException {
        try (IngestRun run = ingest.open(upload.id())) {
            for (RecordBatch batch = run.next(); batch != null; batch = run.next()) {
                RecordBatch records = batch;
                transactions.executeWithoutResult(status -> run.store(records));
            }
        }
        ingest.finish(upload.id());
        UploadView done = uploads.get(upload.id());
        assertThat(done.rejected()).isZero();
        return done;
    }

    private HttpResponse<String> ask(URI gateway, String flags, String question) throws IOException, InterruptedException {
        return ask(gateway, flags, question, "You are a poet.");
    }

    private HttpResponse<String> ask(URI gateway, String flags, String question, String system) throws IOException, InterruptedException {
        String body = """
                {"model":"big-model",%s,"messages":[{"role":"system","content":"%s"},{"role":"user","content":"%s"}]}""".formatted(flags, system, question);
        return client.send(HttpRequest.newBuilder(gateway.resolve("/v1/chat/completions"))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(), HttpResponse.BodyHandlers.ofString());
    }

    private static NewPerson person() {
        return new NewPerson(UUID.randomUUID() + "@example.com", "Person", "a password for tests");
    }
}
