package dev.downshift.api.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downshift.api.ApiTest;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.ApiKeys;
import dev.downshift.core.tenancy.Members;
import dev.downshift.core.tenancy.NewPerson;
import dev.downshift.core.tenancy.Onboarding;
import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.core.tenancy.PersonId;
import dev.downshift.core.tenancy.Role;
import dev.downshift.core.tenancy.Scope;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@ApiTest
class UploadsApiTest {

    private static final byte[] FILE = "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"},{\"role\":\"assistant\",\"content\":\"Ho\"}]}\n".getBytes(StandardCharsets.UTF_8);

    @Autowired MockMvcTester api;
    @Autowired Onboarding onboarding;
    @Autowired Members members;
    @Autowired ApiKeys keys;

    @Test
    void aBodyIsTakenOnceAndASecondTimeChangesNothing() {
        String key = key(Scope.READ, Scope.UPLOAD);

        MvcTestResult first = send(key);
        assertThat(first).hasStatus(201).bodyJson().extractingPath("$.already").isEqualTo(false);
        assertThat(first).bodyJson().extractingPath("$.upload.status").isEqualTo("QUEUED");
        assertThat(send(key)).hasStatusOk().bodyJson().extractingPath("$.already").isEqualTo(true);
        assertThat(get("/api/v1/uploads", key)).bodyJson().extractingPath("$.items.length()").isEqualTo(1);
        String location = Objects.requireNonNull(first.getResponse().getHeader("Location"));
        assertThat(get(location, key)).hasStatusOk().bodyJson().extractingPath("$.fileName").isEqualTo("night.jsonl");
        assertThat(get(location + "/rejected", key)).hasStatusOk();
        assertThat(get(location + "/findings", key)).hasStatusOk();
        assertThat(api.post().uri(location + "/cancel").header("Authorization", "Bearer " + key)).hasStatus(202);
        assertThat(get("/api/v1/calls", key)).hasStatusOk().bodyJson().extractingPath("$.items.length()").isEqualTo(0);
    }

    @Test
    void aFormWithAFileIsTakenToo() {
        byte[] form = String.join("\r\n",
                "--b", "Content-Disposition: form-data; name=\"note\"", "", "hello",
                "--b", "Content-Disposition: form-data; name=\"file\"; filename=\"form.jsonl\"", "", "{}", "--b--", "")
                .getBytes(StandardCharsets.UTF_8);
        MvcTestResult sent = api.post().uri("/api/v1/uploads").header("Authorization", "Bearer " + key(Scope.READ, Scope.UPLOAD))
                .contentType("multipart/form-data; boundary=b").content(form).exchange();

        assertThat(sent).hasStatus(201).bodyJson().extractingPath("$.upload.fileName").isEqualTo("form.jsonl");
        assertThat(sent).bodyJson().extractingPath("$.upload.bytes").isEqualTo(2);
    }

    /** What it is shows when it is read. */
    @Test
    void aFileOfWhateverTypeAndExtensionIsTaken() {
        String key = key(Scope.READ, Scope.UPLOAD);
        for (String type : Set.of("image/png", "application/pdf", "application/json", "text/html", "application/x-www-form-urlencoded")) {
            MvcTestResult sent = api.post().uri("/api/v1/uploads?name=" + type.replace('/', '.') + ".parquet").header("Authorization", "Bearer " + key)
                    .contentType(type).content((type + new String(FILE, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8)).exchange();
            assertThat(sent).as(type).hasStatus(201).bodyJson().extractingPath("$.upload.status").isEqualTo("QUEUED");
        }
    }

    @Test
    void aFormThatIsCutOffLeavesNothing() {
        String key = key(Scope.READ, Scope.UPLOAD);
        String whole = String.join("\r\n", "--b", "Content-Disposition: form-data; name=\"file\"; filename=\"form.jsonl\"", "", "{}{}{}");
        for (int length : new int[] {10, 60, whole.length()}) {
            MvcTestResult sent = api.post().uri("/api/v1/uploads").header("Authorization", "Bearer " + key)
                    .contentType("multipart/form-data; boundary=b").content(whole.substring(0, length).getBytes(StandardCharsets.UTF_8)).exchange();
            assertThat(sent.getResponse().getStatus()).as("cut after %d bytes", length).isIn(400, 422);
            assertThat(sent).bodyJson().extractingPath("$.remedy").asString().isNotBlank();
        }
        assertThat(get("/api/v1/uploads", key)).bodyJson().extractingPath("$.items.length()").isEqualTo(0);
    }

    @Test
    void aFileNameThatCannotBeStoredIsRefused() {
        String form = String.join("\r\n", "--b", "Content-Disposition: form-data; name=\"file\"; filename=\"a\0b.jsonl\"", "", "{}", "--b--", "");
        MvcTestResult sent = api.post().uri("/api/v1/uploads").header("Authorization", "Bearer " + key(Scope.READ, Scope.UPLOAD))
                .contentType("multipart/form-data; boundary=b").content(form.getBytes(StandardCharsets.UTF_8)).exchange();

        assertThat(sent).hasStatus(422).bodyJson().extractingPath("$.detail").asString().contains("name of the file");
    }

    @Test
    void whatWaitsIsLookedAtReadAsAFormatFoundAndDeleted() {
        String key = key(Scope.READ, Scope.UPLOAD);
        MvcTestResult sent = api.post().uri("/api/v1/uploads?name=night.jsonl&preview=true&format=conversations").header("Authorization", "Bearer " + key).content(FILE).exchange();
        assertThat(sent).hasStatus(201).bodyJson().extractingPath("$.upload.status").isEqualTo("WAITING");
        assertThat(sent).bodyJson().extractingPath("$.upload.chosenFormat").isEqualTo("CONVERSATIONS");
        String location = Objects.requireNonNull(sent.getResponse().getHeader("Location"));

        assertThat(get(location + "/preview", key)).hasStatusOk().bodyJson().extractingPath("$.label").isEqualTo("conversations");
        assertThat(get(location + "/preview", key)).bodyJson().extractingPath("$.calls[0].response.content").isEqualTo("Ho");
        assertThat(get(location + "/preview?format=LANGFUSE", key)).bodyJson().extractingPath("$.rejected[0].reason").asString().contains("Langfuse");
        assertThat(get("/api/v1/uploads?name=NIGHT&status=WAITING", key)).bodyJson().extractingPath("$.items.length()").isEqualTo(1);
        assertThat(get("/api/v1/uploads?status=FAILED", key)).bodyJson().extractingPath("$.items.length()").isEqualTo(0);
        MvcTestResult read = api.post().uri(location + "/read?format=LANGFUSE").header("Authorization", "Bearer " + key).exchange();
        assertThat(read).hasStatus(202).bodyJson().extractingPath("$.status").isEqualTo("QUEUED");
        assertThat(api.post().uri(location + "/read").header("Authorization", "Bearer " + key)).hasStatus(409);
        assertThat(api.delete().uri(location).header("Authorization", "Bearer " + key(Scope.READ))).hasStatus(403);
        assertThat(api.delete().uri(location).header("Authorization", "Bearer " + key)).hasStatus(202).bodyJson().extractingPath("$.status").isEqualTo("DELETING");
    }

    @Test
    void aFormatThatIsNoneIsRefusedBeforeTheFileIsStored() {
        String key = key(Scope.READ, Scope.UPLOAD);
        assertThat(api.post().uri("/api/v1/uploads?format=word").header("Authorization", "Bearer " + key).content(FILE)).hasStatus(422)
                .bodyJson().extractingPath("$.remedy").asString().contains("CHAT_COMPLETIONS");
        assertThat(get("/api/v1/uploads", key)).bodyJson().extractingPath("$.items.length()").isEqualTo(0);
    }

    @Test
    void aKeyThatMayOnlyReadMayNotUpload() {
        assertThat(send(key(Scope.READ))).hasStatus(403);
    }

    @Test
    void anotherOrganizationsUploadIsAsUnknownAsAMissingOne() {
        String location = String.valueOf(send(key(Scope.READ, Scope.UPLOAD)).getResponse().getHeader("Location"));
        String stranger = key(Scope.READ, Scope.UPLOAD);

        String missing = "/api/v1/uploads/" + UUID.randomUUID();
        for (String path : Set.of("", "/rejected", "/findings")) {
            assertThat(get(location + path, stranger)).hasStatus(404);
            assertThat(get(missing + path, stranger)).hasStatus(404);
        }
        for (String path : Set.of("/cancel", "/retry")) {
            assertThat(api.post().uri(location + path).header("Authorization", "Bearer " + stranger)).hasStatus(404);
        }
        assertThat(get("/api/v1/calls/" + UUID.randomUUID(), stranger)).hasStatus(404);
    }

    private MvcTestResult send(String key) {
        return api.post().uri("/api/v1/uploads?name=night.jsonl").header("Authorization", "Bearer " + key)
                .contentType("application/x-ndjson").content(FILE).exchange();
    }

    private MvcTestResult get(String path, String key) {
        return api.get().uri(path).header("Authorization", "Bearer " + key).exchange();
    }

    private String key(Scope... scopes) {
        String unique = UUID.randomUUID().toString();
        OrganizationId organization = onboarding.createOrganization("Acme", unique, new NewPerson("o" + unique + "@example.com", "o", "a password for tests"));
        PersonId person = onboarding.addMember(organization, new NewPerson("e" + unique + "@example.com", "e", "a password for tests"), Role.ENGINEER);
        Actor actor = members.actor(person, organization).orElseThrow();
        return Actor.call(actor, () -> keys.issue("test", Set.of(scopes), null).secret());
    }
}
