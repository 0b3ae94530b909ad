package dev.downshift.web.imports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downshift.core.imports.Credential;
import dev.downshift.core.imports.ImportDraft;
import dev.downshift.core.imports.ImportId;
import dev.downshift.core.imports.Imports;
import dev.downshift.core.imports.Schedule;
import dev.downshift.core.imports.Source;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.NewPerson;
import dev.downshift.core.tenancy.Onboarding;
import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.core.tenancy.Role;
import dev.downshift.web.Visitor;
import dev.downshift.web.WebTest;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@WebTest
@NullUnmarked
class ImportPagesTest {

    private static final String PASSWORD = "a long enough password";
    private static final String LANGFUSE = "https://1.1.1.1";

    @Autowired Onboarding onboarding;
    @Autowired Imports imports;

    @LocalServerPort int port;

    OrganizationId organization;
    Visitor owner;
    Visitor viewer;

    @BeforeEach
    void anOwnerAndAViewer() {
        String unique = UUID.randomUUID().toString().substring(0, 8);
        organization = onboarding.createOrganization("Team " + unique, "team-" + unique, new NewPerson("ada-" + unique + "@example.com", "Ada", PASSWORD));
        onboarding.addMember(organization, new NewPerson("ben-" + unique + "@example.com", "Ben", PASSWORD), Role.VIEWER);
        owner = new Visitor(port).signIn("ada-" + unique + "@example.com", PASSWORD);
        viewer = new Visitor(port).signIn("ben-" + unique + "@example.com", PASSWORD);
    }

    @Test
    void whatIsWrongInTheFormIsSaidAtItsFieldAndTheRestStaysFilledInButForTheSecret() {
        owner.get("/imports/new?kind=LANGFUSE");
        var refused = owner.submit("/imports", Map.of("kind", "LANGFUSE", "name", "Night shift", "baseUrl", "https://10.0.0.1", "credentialId", "pk-lf-9",
                "credentialSecret", "sk-lf-never-shown", "schedule", "DAILY", "since", "2026-01-31"));

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("lies inside a private network", "value=\"Night shift\"", "value=\"https://10.0.0.1\"", "value=\"2026-01-31\"")
                .containsPattern("id=\"baseUrl\"[^>]*aria-invalid=\"true\"").doesNotContain("sk-lf-never-shown", "pk-lf-9");
        assertThat(owner.submit("/imports", Map.of("kind", "S3", "name", "x", "bucket", "s3://x", "schedule", "DAILY")).body()).contains("This is not the name of a bucket.");
        assertThat(owner.submit("/imports", Map.of("kind", "LANGFUSE", "name", "x", "baseUrl", LANGFUSE, "schedule", "DAILY", "since", "soon")).body())
                .contains("This is not a day.");
        assertThat(owner.get("/imports").body()).contains("No imports yet");
    }

    @Test
    void aViewerSeesImportsAndIsOfferedNothing() {
        ImportId id = langfuse();

        String page = viewer.get("/imports/" + id).body();
        assertThat(page).contains("Support agent", LANGFUSE, "stored, encrypted").doesNotContain("Import now", "Test the connection", "pk-lf-9");
        assertThat(viewer.get("/imports/new").statusCode()).isEqualTo(403);
        assertThat(viewer.submit("/imports/" + id + "/pause", Map.of()).statusCode()).isEqualTo(403);
        assertThat(viewer.get("/uploads").body()).contains("href=\"/imports\"");
    }

    @Test
    void anImportIsPausedChangedAndDeletedByForms() {
        ImportId id = langfuse();

        owner.get("/imports/" + id);
        assertThat(owner.submit("/imports/" + id + "/run", Map.of()).body()).contains("Asked for.", "queued");
        assertThat(owner.submit("/imports/" + id + "/pause", Map.of()).body()).contains("Paused.", "Resume");
        assertThat(owner.submit("/imports/" + id + "/pause", Map.of()).body()).contains("paused already");
        assertThat(owner.get("/imports/" + id + "/edit").body()).contains("value=\"" + LANGFUSE + "\"", "stored; fill in to replace it");
        assertThat(owner.submit("/imports/" + id, Map.of("kind", "LANGFUSE", "name", "Moved", "baseUrl", "https://8.8.8.8", "schedule", "DAILY")).body())
                .contains("given for another host");
        assertThat(owner.submit("/imports/" + id + "/delete", Map.of()).body()).contains("Deleted.", "No imports yet");
    }

    private ImportId langfuse() {
        return Actor.call(Actor.system(organization), () -> imports.create(new ImportDraft("Support agent", new Source.Langfuse(URI.create(LANGFUSE)),
                new Credential("pk-lf-9", "sk-lf-9"), Schedule.HOURLY, null)));
    }
}
