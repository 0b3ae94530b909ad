package dev.downshift.worker.imports;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.downshift.core.DownshiftHome;
import dev.downshift.core.imports.Credential;
import dev.downshift.core.imports.ImportDraft;
import dev.downshift.core.imports.ImportId;
import dev.downshift.core.imports.ImportRunView;
import dev.downshift.core.imports.ImportWork;
import dev.downshift.core.imports.Imports;
import dev.downshift.core.imports.Schedule;
import dev.downshift.core.imports.Source;
import dev.downshift.core.jobs.JobKind;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.NewPerson;
import dev.downshift.core.tenancy.Onboarding;
import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.db.Database;
import dev.downshift.worker.WorkerApplication;
import dev.downshift.worker.WorkerProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** A worker process of its own is killed with SIGKILL while it fetches, and the run goes on elsewhere. */
@SpringBootTest(
        classes = WorkerApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.NONE,
        properties = {"downshift.worker.concurrency.ingest=0", "downshift.worker.concurrency.import=0", "downshift.worker.concurrency.training=0",
            "downshift.imports.allowed-addresses=127.0.0.1"})
class ImportKillTest {

    private static final int PAGES = 30;
    private static final Pattern CURSOR = Pattern.compile("cursor=(\\d+)");

    @Autowired Onboarding onboarding;
    @Autowired Imports imports;
    @Autowired ImportWork work;
    @Autowired Database database;
    @Autowired DownshiftHome home;
    @Autowired JdbcClient jdbc;
    @Autowired TransactionOperations transactions;
    @TempDir Path folder;

    private final AtomicInteger asked = new AtomicInteger();
    private HttpServer langfuse = server();

    private static HttpServer server() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void aSlowLangfuse() {
        langfuse.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        langfuse.createContext("/api/public/v2/observations", this::page);
        langfuse.start();
    }

    @AfterEach
    void stop() {
        langfuse.stop(0);
    }

    @Test
    void aRunWhoseWorkerIsKilledGoesOnAfterTheLastPageThatIntakeHas() throws Exception {
        String unique = UUID.randomUUID().toString().substring(0, 8);
        OrganizationId organization = onboarding.createOrganization("Organization", "organization-" + unique,
                new NewPerson(unique + "@example.com", "Owner", "a password for tests"));
        Actor system = Actor.system(organization);
        ImportId id = Actor.call(system, () -> imports.create(new ImportDraft("slow", new Source.Langfuse(URI.create("http://127.0.0.1:" + langfuse.getAddress().getPort())),
                new Credential("pk", "sk"), Schedule.DAILY, null)));

        try (WorkerProcess first = worker()) {
            first.await(() -> run(system, id).files() > 2);
            first.kill();
        }
        ImportRunView left = run(system, id);
        assertThat(left.status()).isEqualTo(ImportRunView.Status.RUNNING);
        assertThat(left.files()).isLessThan(PAGES);

        Actor.run(system, () -> {
            while (work.advance(left.id())) {
                // as the worker that takes the job over does
            }
        });
        ImportRunView done = run(system, id);
        assertThat(done.id()).isEqualTo(left.id());
        assertThat(done.status()).as(done.failure()).isEqualTo(ImportRunView.Status.SUCCEEDED);
        assertThat(done.files()).isEqualTo(PAGES);
        assertThat(done.knownFiles()).isLessThanOrEqualTo(1);
        Actor.run(system, () -> assertThat(Objects.requireNonNull(transactions.<Long>execute(status ->
                jdbc.sql("select count(*) from upload").query((row, number) -> row.getLong(1)).single()))).isEqualTo(PAGES));
        assertThat(asked.get()).isLessThanOrEqualTo(PAGES + 2);
    }

    private ImportRunView run(Actor system, ImportId id) {
        return Objects.requireNonNull(Actor.call(system, () -> imports.get(id)).lastRun());
    }

    private WorkerProcess worker() throws IOException {
        return WorkerProcess.start(Set.of(JobKind.IMPORT), database, home, folder.resolve("worker.log"),
                "--downshift.imports.allowed-addresses=127.0.0.1", "--downshift.imports.requests-per-second=20");
    }

    private void page(HttpExchange exchange) throws IOException {
        try (exchange) {
            asked.incrementAndGet();
            Matcher cursor = CURSOR.matcher(exchange.getRequestURI().getQuery());
            int number = cursor.find() ? Integer.parseInt(cursor.group(1)) : 0;
            byte[] body = """
                    {"data":[{"id":"call-%1$d","traceId":"trace-%1$d","type":"GENERATION","startTime":"2026-03-01T10:00:%1$02d.000Z",
                    "input":"[{\\"role\\":\\"user\\",\\"content\\":\\"Question %1$d\\"}]","output":"Answer"}],"meta":{%2$s}}"""
                    .formatted(number, number + 1 < PAGES ? "\"cursor\":\"" + (number + 1) + "\"" : "").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
