package dev.downshift.standalone.live;

import dev.downshift.core.DownshiftHome;
import dev.downshift.core.intake.Upload;
import dev.downshift.core.intake.Uploads;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.ApiKeys;
import dev.downshift.core.tenancy.Members;
import dev.downshift.core.tenancy.NewPerson;
import dev.downshift.core.tenancy.Onboarding;
import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.core.tenancy.Scope;
import dev.downshift.core.tenancy.Tenant;
import dev.downshift.db.Database;
import dev.downshift.standalone.StandaloneApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** The whole platform in a process of its own, as {@code ./downshift up} starts it, on a database that outlives it, seen by one organization. */
final class MeasuredPlatform implements AutoCloseable {

    private final ConfigurableApplicationContext beans;
    private final Path log;
    private final int port;
    private final Actor owner;
    private final String key;
    private Process process;

    /** The domain and its database. No configuration that a scan would find. */
    @EnableAutoConfiguration(excludeName = {"dev.downshift.worker.WorkerConfiguration", "dev.downshift.web.WebConfiguration",
        "dev.downshift.api.ApiConfiguration", "dev.downshift.gateway.GatewayConfiguration"})
    static class Domain {}

    MeasuredPlatform(Path folder) throws IOException, InterruptedException {
        log = folder.resolve("platform.log");
        beans = new SpringApplicationBuilder(Domain.class).web(WebApplicationType.NONE)
                .run("--downshift.database.mode=temporary", "--downshift.home=" + folder.resolve("home"));
        String unique = "live-" + UUID.randomUUID();
        OrganizationId organization = beans.getBean(Onboarding.class)
                .createOrganization("Live", unique, new NewPerson(unique + "@example.com", "Owner", "a password for tests"));
        Members members = beans.getBean(Members.class);
        owner = members.actor(Tenant.call(organization, members::list).getFirst().person(), organization).orElseThrow();
        key = Actor.call(owner, () -> beans.getBean(ApiKeys.class).issue("exporter", Set.of(Scope.UPLOAD), null)).secret();
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        process = start();
    }

    private Process start() throws IOException, InterruptedException {
        Database database = beans.getBean(Database.class);
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx768m", "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"), StandaloneApplication.class.getName(), "up", "--port",
                Integer.toString(port), "--grpc-port", "-1", "--home", beans.getBean(DownshiftHome.class).path().toString()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(Map.of("SPRING_DATASOURCE_URL", database.url(), "SPRING_DATASOURCE_USERNAME", database.application().role(),
                "SPRING_DATASOURCE_PASSWORD", database.application().password(), "SPRING_FLYWAY_ENABLED", "false"));
        Process started = builder.start();
        HttpClient client = HttpClient.newHttpClient();
        for (int tries = 0; tries < 1_200; tries++) {
            try {
                if (client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/health/readiness")).build(),
                        HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
                    return started;
                }
            } catch (IOException notYet) {
                if (!started.isAlive()) {
                    throw new IllegalStateException("the platform did not start: " + Files.readString(log), notYet);
                }
            }
            Thread.sleep(100);
        }
        throw new IllegalStateException("the platform did not start: " + Files.readString(log));
    }

    SpanSender sender(int spansARequest) {
        return new SpanSender(URI.create("http://127.0.0.1:" + port + "/v1/traces"), Map.of("Authorization", "Bearer " + key), spansARequest);
    }

    /** Ends it as {@code kill -9} does, and starts it again. */
    void killAndRestart() throws IOException, InterruptedException {
        process.destroyForcibly().waitFor();
        process = start();
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    long stored() {
        return select("select coalesce(sum(calls), 0) from upload");
    }

    boolean isStored(String response) {
        return select("select count(*) from llm_call where provider_call_id = '" + response + "'") > 0;
    }

    private long select(String sql) {
        return Actor.call(owner, () -> beans.getBean(TransactionOperations.class)
                .execute(status -> beans.getBean(JdbcClient.class).sql(sql).query((row, number) -> row.getLong(1)).single()));
    }

    /** The processor time that the platform and its database have taken. */
    Duration cpu() {
        return ProcessHandle.current().descendants().map(one -> one.info().totalCpuDuration().orElse(Duration.ZERO)).reduce(Duration.ZERO, Duration::plus);
    }

    /** The ids of all stored calls. */
    Set<String> responses() {
        return Actor.call(owner, () -> beans.getBean(TransactionOperations.class).execute(status -> new HashSet<>(beans.getBean(JdbcClient.class)
                .sql("select provider_call_id from llm_call").query((row, number) -> row.getString(1)).list())));
    }

    /** Waits until all that was handed over is read and nothing comes any more. */
    void awaitRest(Duration quiet) throws InterruptedException {
        long last = -1;
        long since = System.nanoTime();
        while (System.nanoTime() - since < quiet.toNanos()) {
            long now = stored();
            if (now != last || isSpooled() || Actor.call(owner, () -> beans.getBean(Uploads.class).unread(Upload.Source.OTLP)) > 0) {
                last = now;
                since = System.nanoTime();
            }
            Thread.sleep(50);
        }
    }

    private boolean isSpooled() {
        try (Stream<Path> files = Files.walk(beans.getBean(DownshiftHome.class).resolve("received-spans"))) {
            return files.anyMatch(file -> Files.isRegularFile(file) && !file.endsWith("lock"));
        } catch (IOException | UncheckedIOException moved) {
            return true;
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        beans.close();
    }
}
