package dev.downshift.core.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.downshift.core.CoreTest;
import dev.downshift.core.Organizations;
import dev.downshift.core.S3Server;
import dev.downshift.core.intake.Ingest;
import dev.downshift.core.intake.UploadView;
import dev.downshift.core.intake.Uploads;
import dev.downshift.core.network.OutboundHttp;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.Members;
import dev.downshift.core.tenancy.Onboarding;
import dev.downshift.core.tenancy.OrganizationKeys;
import dev.downshift.core.tenancy.Role;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import software.amazon.awssdk.core.sync.RequestBody;

/** Imports from a bucket of an S3 server. */
@CoreTest
class BucketImportTest {

    private static final Credential CREDENTIAL = new Credential(S3Server.ACCESS_KEY, S3Server.SECRET_KEY);

    @TempDir static Path folder;
    private static @Nullable S3Server server;

    @Autowired Onboarding onboarding;
    @Autowired Members members;
    @Autowired Imports imports;
    @Autowired ImportWork work;
    @Autowired Uploads uploads;
    @Autowired Ingest ingest;
    @Autowired ImportRuns runs;
    @Autowired PageFetcher pages;
    @Autowired OrganizationKeys keys;
    @Autowired OutboundHttp http;
    @Autowired Pace pace;
    @Autowired Requests requests;
    @Autowired ImportProperties properties;
    @Autowired Clock clock;
    @Autowired JdbcClient jdbc;
    @Autowired TransactionOperations transactions;

    Actor admin;
    ImportRunner runner;
    String bucket;
    final AtomicLong sent = new AtomicLong();

    @BeforeAll
    static void start() throws Exception {
        server = S3Server.start(folder);
    }

    @AfterAll
    static void stop() {
        server().close();
    }

    @BeforeEach
    void aBucket() {
        Organizations organizations = new Organizations(onboarding, members);
        admin = organizations.member(organizations.create(), Role.ADMIN);
        runner = new ImportRunner(imports, work, uploads, ingest, jdbc, transactions, admin);
        bucket = "traces-" + System.nanoTime();
        server().client().createBucket(create -> create.bucket(bucket));
    }

    @Test
    void whatIsNewOrChangedUnderThePrefixIsFetchedAndNothingElse() throws Exception {
        put("night/monday.jsonl", log(0, 3));
        put("night/tuesday of ada.secret@example.com.jsonl", log(3, 5));
        put("night/", "");
        put("day/monday.jsonl", log(100, 101));
        ImportId id = create("night/", CREDENTIAL);

        ImportRunView first = runner.run(id);
        assertThat(first.status()).as(first.failure()).isEqualTo(ImportRunView.Status.SUCCEEDED);
        assertThat(first.files()).isEqualTo(2);
        assertThat(runner.calls()).isEqualTo(5);
        assertThat(names(first)).contains(bucket + "-monday.jsonl").noneMatch(name -> name.contains("ada.secret"));

        assertThat(runner.run(id).files()).isZero();

        put("night/monday.jsonl", log(0, 4));
        put("night/aardvark.jsonl", log(5, 6));
        assertThat(runner.run(id).files()).isEqualTo(2);
        assertThat(runner.calls()).isEqualTo(6);

        put("night/copy-of-tuesday.jsonl", log(3, 5));
        assertThat(runner.run(id)).satisfies(run -> assertThat(List.of(run.files(), run.knownFiles())).containsExactly(1, 1));
        assertThat(runner.calls()).isEqualTo(6);
    }

    @Test
    void namesOfObjectsAreNotKeptReadable() throws Exception {
        put("ada.secret@example.com.jsonl", log(0, 1));
        ImportId id = create("", CREDENTIAL);
        runner.run(id);

        for (String table : List.of("trace_import", "import_run", "import_file", "import_object", "upload", "audit_entry")) {
            assertThat(Actor.call(admin, () -> transactions.<Long>execute(status -> jdbc.sql("select count(*) from " + table + " t where t::text like '%ada.secret%'")
                    .query((row, number) -> row.getLong(1)).single()))).as(table).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aKilledRunGoesOnAfterTheLastObjectThatIntakeHas(boolean afterTheReceipt) throws Exception {
        for (int number = 0; number < 6; number++) {
            put("part-" + number + ".jsonl", log(number, number + 1));
        }
        ImportId id = create("", CREDENTIAL);
        ImportRunId run = Actor.call(admin, () -> imports.runNow(id));
        Actor system = Actor.system(admin.organization());
        ImportWork killed = new StoredImportWork(runs, pages, new BucketFetcher(dying(3, afterTheReceipt), runs, keys, http, pace, jdbc, transactions, properties), requests,
                properties, clock);
        assertThatThrownBy(() -> Actor.run(system, () -> killed.advance(run))).isInstanceOf(Killed.class);

        Actor.run(system, () -> assertThat(work.advance(run)).isFalse());

        ImportRunView ended = Actor.call(admin, () -> imports.runs(id, null).items().getFirst());
        assertThat(ended.status()).isEqualTo(ImportRunView.Status.SUCCEEDED);
        assertThat(List.of(ended.files(), ended.knownFiles())).containsExactly(6, 0);
        assertThat(runner.calls()).isEqualTo(6);
    }

    private static final class Killed extends Error {}

    /** Intake whose process is killed at a receipt. */
    private Uploads dying(int receipts, boolean afterTheReceipt) {
        AtomicInteger left = new AtomicInteger(receipts);
        return (Uploads) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Uploads.class}, (proxy, method, arguments) -> {
            boolean last = left.decrementAndGet() == 0;
            if (last && !afterTheReceipt) {
                throw new Killed();
            }
            Object receipt = method.invoke(uploads, arguments);
            if (last) {
                throw new Killed();
            }
            return receipt;
        });
    }

    @Test
    void whatIsWrongIsSaidWithARemedy() throws Exception {
        ImportId wrong = create("", new Credential(S3Server.ACCESS_KEY, "wrong"));
        assertThat(runner.run(wrong)).satisfies(run -> assertThat(run.failure() + " " + run.remedy()).contains("refuses the credential", "may list the bucket"));

        String there = bucket;
        bucket = "no-such-" + bucket;
        ImportId missing = create("", CREDENTIAL);
        assertThat(runner.run(missing)).satisfies(run -> assertThat(run.failure() + " " + run.remedy()).contains("no such bucket", "typing error"));
        Actor.run(admin, () -> assertThat(imports.test(missing)).satisfies(test -> assertThat(test.succeeded()).isFalse()));

        bucket = there;
        ImportId right = create("night/", CREDENTIAL);
        Actor.run(admin, () -> assertThat(imports.test(right).answer()).contains("night/"));
        put("night/a.jsonl", log(0, 1));
        Actor.run(admin, () -> assertThat(imports.test(right)).isEqualTo(new ConnectionTest(true, "The bucket answers, and has objects to fetch.", "")));
    }

    @Test
    void aStoreThatNeverEndsItsListingIsBrokenOff() throws Exception {
        HttpServer endless = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4);
        endless.createContext("/", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().write("<ListBucketResult>".getBytes(StandardCharsets.UTF_8));
                byte[] object = ("<Contents><Key>" + "k".repeat(1_000) + "</Key></Contents>").repeat(100).getBytes(StandardCharsets.UTF_8);
                while (sent.addAndGet(object.length) < 1L << 30) {
                    exchange.getResponseBody().write(object);
                }
            }
        });
        endless.start();
        try {
            URI store = URI.create("http://127.0.0.1:" + endless.getAddress().getPort());
            ImportId id = Actor.call(admin, () -> imports.create(new ImportDraft("endless", new Source.Bucket(store, "us-east-1", bucket, "", true), CREDENTIAL, Schedule.HOURLY, null)));
            assertThat(runner.run(id)).satisfies(run -> assertThat(run.failure() + " " + run.remedy()).contains("cannot be reached", "look whether the address is right"));
            assertThat(sent).hasValueLessThan(1L << 28);
        } finally {
            endless.stop(0);
        }
    }

    private ImportId create(String prefix, Credential credential) {
        return Actor.call(admin, () -> imports.create(new ImportDraft("bucket " + System.nanoTime(),
                new Source.Bucket(server().endpoint(), "us-east-1", bucket, prefix, true), credential, Schedule.HOURLY, null)));
    }

    private void put(String key, String content) {
        server().client().putObject(put -> put.bucket(bucket).key(key), RequestBody.fromString(content));
    }

    private List<String> names(ImportRunView run) {
        return Actor.call(admin, () -> imports.files(run.id()).stream().map(UploadView::fileName).toList());
    }

    private static S3Server server() {
        return Objects.requireNonNull(server);
    }

    private static String log(int from, int to) {
        return IntStream.range(from, to).mapToObj(index -> ("{\"timestamp\":%d,\"request\":{\"model\":\"gpt-4.1\",\"messages\":[{\"role\":\"user\",\"content\":\"Question %d\"}]},"
                + "\"response\":{\"id\":\"chatcmpl-bucket-%d\",\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"Answer\"},\"finish_reason\":\"stop\"}]}}")
                .formatted(1_770_000_000 + index, index, index)).collect(Collectors.joining("\n"));
    }
}
