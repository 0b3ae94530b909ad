package dev.downshift.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.downshift.core.intake.Upload;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.ApiKeys;
import dev.downshift.core.tenancy.Members;
import dev.downshift.core.tenancy.NewPerson;
import dev.downshift.core.tenancy.Onboarding;
import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.core.tenancy.PersonId;
import dev.downshift.core.tenancy.Scope;
import dev.downshift.core.tenancy.Tenant;
import io.tus.java.client.TusClient;
import io.tus.java.client.TusURLMemoryStore;
import io.tus.java.client.TusUpload;
import io.tus.java.client.TusUploader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** tus 1.0 as its standard client speaks it, and what that client does not try. */
@StandaloneTest
class TusClientTest {

    private static final int PIECE = 64 << 10;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String RECORD = "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi %s\"},{\"role\":\"assistant\",\"content\":\"Ho\"}]}\n";

    @Autowired Onboarding onboarding;
    @Autowired Members members;
    @Autowired ApiKeys keys;
    @LocalServerPort int port;
    @TempDir Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private String key = "";

    @BeforeEach
    void anOrganization() {
        key = newKey();
    }

    @Test
    void theStandardClientGoesOnWhereItStopped() throws Exception {
        Path file = SampleFile.write(folder.resolve("week.jsonl"), 400);
        assertThat(Files.size(file)).isGreaterThan(8 * PIECE);
        TusURLMemoryStore remembered = new TusURLMemoryStore();

        TusUploader first = client(remembered).resumeOrCreateUpload(new TusUpload(file.toFile()));
        first.setChunkSize(PIECE);
        first.setRequestPayloadSize(PIECE);
        first.uploadChunk();
        first.uploadChunk();
        first.uploadChunk();
        first.finish(false);

        TusUploader second = client(remembered).resumeOrCreateUpload(new TusUpload(file.toFile()));
        assertThat(second.getOffset()).isEqualTo(3L * PIECE);
        while (second.uploadChunk() > -1) {
            assertThat(second.getOffset()).isPositive();
        }
        second.finish();

        HttpResponse<String> asked = send("HEAD", second.getUploadURL().getPath(), new byte[0]);
        assertThat(asked.statusCode()).isEqualTo(204);
        String upload = asked.headers().firstValue("Downshift-Upload").orElseThrow();
        await().atMost(PATIENCE).until(() -> state(upload).path("status").asString().equals(Upload.Status.INGESTED.name()));
        assertThat(state(upload).path("calls").asInt()).isEqualTo(400);
        assertThat(state(upload).path("fileName").asString()).isEqualTo("week.jsonl");
    }

    @Test
    void anUploadsAddressIsWorthNothingToOthers() throws Exception {
        String location = begin("Upload-Length", "100");
        String mine = key;
        key = newKey();
        for (String method : List.of("HEAD", "PATCH", "DELETE")) {
            assertThat(send(method, location, new byte[0], "Upload-Offset", "0", "Content-Type", "application/offset+octet-stream").statusCode()).as(method).isEqualTo(404);
        }
        key = mine;
        assertThat(send("DELETE", location, new byte[0]).statusCode()).isEqualTo(204);
        assertThat(send("HEAD", location, new byte[0]).statusCode()).isEqualTo(404);
    }

    @Test
    void onlyAPostToAnUploadMayNameAnotherMethod() throws Exception {
        String location = begin("Upload-Length", "100");
        for (String method : List.of("HEAD", "OPTIONS", "PATCH")) {
            send(method, location, new byte[0], "X-HTTP-Method-Override", "DELETE");
            assertThat(send("HEAD", location, new byte[0]).statusCode()).as(method).isNotEqualTo(404);
        }
        assertThat(send("POST", location, new byte[0], "X-HTTP-Method-Override", "DELETE").statusCode()).isEqualTo(204);
        assertThat(send("HEAD", location, new byte[0]).statusCode()).isEqualTo(404);
    }

    @Test
    void theServerSaysWhatItCan() throws Exception {
        var answer = send("OPTIONS", "/api/v1/uploads/tus", new byte[0]);
        assertThat(answer.headers().firstValue("Tus-Extension").orElseThrow().split(","))
                .contains("creation", "creation-defer-length", "creation-with-upload", "checksum", "termination", "expiration").doesNotContain("concatenation");
        assertThat(answer.headers().firstValue("Tus-Max-Size")).hasValue("21474836480");
    }

    @Test
    void theFirstBytesMayComeWithTheCreationAndTheSizeAtTheEnd() throws Exception {
        byte[] file = RECORD.formatted(UUID.randomUUID()).getBytes(StandardCharsets.UTF_8);
        var created = send("POST", "/api/v1/uploads/tus", java.util.Arrays.copyOf(file, 20), "Upload-Defer-Length", "1", "Content-Type", "application/offset+octet-stream");
        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(created.headers().firstValue("Upload-Offset")).hasValue("20");
        assertThat(created.headers().firstValue("Upload-Expires")).isPresent();
        String location = created.headers().firstValue("Location").orElseThrow();

        var ended = send("PATCH", location, java.util.Arrays.copyOfRange(file, 20, file.length), "Upload-Offset", "20", "Upload-Length", Integer.toString(file.length),
                "Content-Type", "application/offset+octet-stream");
        assertThat(ended.statusCode()).isEqualTo(204);
        assertThat(ended.headers().firstValue("Downshift-Upload")).isPresent();
    }

    @Test
    void lengthsThatDoNotHoldAreToldSo() throws Exception {
        var longer = send("POST", "/api/v1/uploads/tus", "abcdef".getBytes(StandardCharsets.UTF_8), "Upload-Length", "3", "Content-Type", "application/offset+octet-stream");
        assertThat(longer.statusCode()).isEqualTo(400);
        assertThat(longer.body()).contains("More bytes came than Upload-Length says");
        assertThat(send("POST", "/api/v1/uploads/tus", new byte[0], "Upload-Length", "9".repeat(22)).statusCode()).isEqualTo(400);
    }

    @Test
    void bytesWithAWrongChecksumAreNotKept() throws Exception {
        byte[] file = RECORD.formatted(UUID.randomUUID()).getBytes(StandardCharsets.UTF_8);
        String location = begin("Upload-Length", Integer.toString(file.length), "Upload-Metadata", "filename " + base64("a.jsonl") + ",preview " + base64("true"));
        String right = "sha1 " + Base64.getEncoder().encodeToString(java.security.MessageDigest.getInstance("SHA-1").digest(file));

        for (String wrong : List.of("sha1 AAAAAAAAAAAAAAAAAAAAAAAAAAA=", "crc32 AAAA")) {
            var refused = patch(location, file, wrong);
            assertThat(refused.statusCode()).isIn(400, 460);
            assertThat(refused.headers().firstValue("Content-Type")).hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
            assertThat(send("HEAD", location, new byte[0]).headers().firstValue("Upload-Offset")).hasValue("0");
        }
        String upload = patch(location, file, right).headers().firstValue("Downshift-Upload").orElseThrow();
        assertThat(state(upload).path("status").asString()).isEqualTo("WAITING");
        assertThat(patch(location, file, right).statusCode()).isEqualTo(409);
    }

    @Test
    void whatDoesNotFollowTheProtocolIsToldSo() throws Exception {
        assertThat(send("POST", "/api/v1/uploads/tus", new byte[0], "Tus-Resumable", "0.2.2", "Upload-Length", "5").statusCode()).isEqualTo(412);
        assertThat(send("POST", "/api/v1/uploads/tus", new byte[0]).statusCode()).isEqualTo(400);
        assertThat(send("POST", "/api/v1/uploads/tus", new byte[0], "Upload-Length", "99999999999999").statusCode()).isEqualTo(413);
        assertThat(send("POST", "/api/v1/uploads/tus", new byte[0], "Upload-Length", "5", "Upload-Metadata", "format " + base64("nonsense")).statusCode()).isEqualTo(422);
        assertThat(send("HEAD", "/api/v1/uploads/tus/" + UUID.randomUUID(), new byte[0]).statusCode()).isEqualTo(404);
        String empty = send("POST", "/api/v1/uploads/tus", new byte[0], "Upload-Length", "0").headers().firstValue("Downshift-Upload").orElseThrow();
        assertThat(state(empty).path("bytes").asInt()).isZero();
    }

    private HttpResponse<String> patch(String location, byte[] bytes, String checksum) throws IOException, InterruptedException {
        return send("PATCH", location, bytes, "Upload-Offset", "0", "Content-Type", "application/offset+octet-stream", "Upload-Checksum", checksum);
    }

    private String begin(String... headers) throws IOException, InterruptedException {
        return send("POST", "/api/v1/uploads/tus", new byte[0], headers).headers().firstValue("Location").orElseThrow();
    }

    private HttpResponse<String> send(String method, String path, byte[] body, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address(path)).header("Authorization", "Bearer " + key).setHeader("Tus-Resumable", "1.0.0")
                .method(method, body.length == 0 ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofByteArray(body));
        for (int at = 0; at < headers.length; at += 2) {
            request.setHeader(headers[at], headers[at + 1]);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode state(String upload) {
        try {
            return JsonMapper.shared().readTree(send("GET", "/api/v1/uploads/" + upload, new byte[0]).body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private TusClient client(TusURLMemoryStore remembered) throws IOException {
        TusClient client = new TusClient();
        client.setUploadCreationURL(address("/api/v1/uploads/tus").toURL());
        client.setHeaders(Map.of("Authorization", "Bearer " + key));
        client.enableResuming(remembered);
        return client;
    }

    private URI address(String path) {
        return URI.create("http://localhost:" + port + path);
    }

    private String newKey() {
        String unique = "tus-" + UUID.randomUUID();
        OrganizationId organization = onboarding.createOrganization(unique, unique, new NewPerson(unique + "@example.com", "Ada", "a password for tests"));
        PersonId owner = Tenant.call(organization, members::list).getFirst().person();
        Actor actor = members.actor(owner, organization).orElseThrow();
        return Actor.call(actor, () -> keys.issue("all", Set.of(Scope.READ, Scope.UPLOAD), null).secret());
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
