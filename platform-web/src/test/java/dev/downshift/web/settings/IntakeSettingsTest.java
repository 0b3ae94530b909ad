package dev.downshift.web.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downshift.core.intake.Ingest;
import dev.downshift.core.intake.IngestRun;
import dev.downshift.core.intake.RecordBatch;
import dev.downshift.core.intake.Upload;
import dev.downshift.core.intake.UploadId;
import dev.downshift.core.intake.Uploads;
import dev.downshift.core.limits.IntakeGate;
import dev.downshift.core.limits.IntakePolicies;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.NewPerson;
import dev.downshift.core.tenancy.Onboarding;
import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.web.Visitor;
import dev.downshift.web.WebTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.transaction.support.TransactionOperations;

@WebTest
@NullUnmarked
class IntakeSettingsTest {

    private static final String PASSWORD = "a long enough password";
    private static final String OLD = "{\"timestamp\":1700000000,\"request\":{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]},"
            + "\"response\":{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"Hello\"}}]}}\n";

    @Autowired Onboarding onboarding;
    @Autowired IntakePolicies policies;
    @Autowired IntakeGate gate;
    @Autowired Uploads uploads;
    @Autowired Ingest ingest;
    @Autowired TransactionOperations transactions;

    @LocalServerPort int port;

    private OrganizationId organization;
    private Visitor visitor;

    @BeforeEach
    void anOwner() {
        String unique = UUID.randomUUID().toString().substring(0, 8);
        organization = onboarding.createOrganization("Team " + unique, "team-" + unique, new NewPerson("ada-" + unique + "@example.com", "Ada", PASSWORD));
        visitor = new Visitor(port).signIn("ada-" + unique + "@example.com", PASSWORD);
    }

    @Test
    void whatAPolicyRemovesIsSaidBeforeItIsSaved() throws IOException {
        Actor.<Object, IOException>call(Actor.system(organization), this::ingestAnOldCall);
        visitor.get("/settings/intake");

        HttpResponse<String> asked = visitor.submit("/settings/intake", Map.of("keepCallsDays", "90", "sampleOneIn", "1"));
        assertThat(asked.body()).contains("This removes 1 call older than 90 days tonight.").contains("name=\"confirmed\" value=\"90\"");
        assertThat(visitor.submit("/settings/intake", Map.of("keepCallsDays", "1", "sampleOneIn", "1")).body()).contains("This removes 1 call older than 1 day tonight.");
        assertThat(version()).as("nothing is saved yet").isZero();

        HttpResponse<String> saved = visitor.submit("/settings/intake", Map.of("keepCallsDays", "90", "sampleOneIn", "1", "confirmed", "90"));
        assertThat(saved.body()).contains("Version 1 holds from now on.").contains("Tonight, after");
        assertThat(version()).isOne();
    }

    @Test
    void aFieldThatCannotBeUsedIsNamedAndTheOthersStayAsTyped() {
        visitor.get("/settings/intake");

        HttpResponse<String> refused = visitor.submit("/settings/intake", Map.of("dailyMegabytes", "a lot", "keepFilesDays", "7", "sampleOneIn", "1"));

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("is not a number of megabytes").contains("value=\"a lot\"").contains("value=\"7\"").contains("aria-invalid=\"true\"");
        assertThat(visitor.submit("/settings/intake", Map.of("sampleOneIn", "0")).body()).contains("Choose a whole number from 1 to 1,000");
    }

    @Test
    void anUploadOverTheDayIsRefusedWithASentenceOnThePage() {
        visitor.get("/settings/intake");
        assertThat(visitor.submit("/settings/intake", Map.of("dailyMegabytes", "1", "sampleOneIn", "1")).body()).contains("Version 1");
        Actor.run(Actor.system(organization), () -> transactions.executeWithoutResult(status -> gate.countFile(900_000)));
        assertThat(visitor.get("/uploads").body()).contains("900 kB of the 1.0 MB that your organization takes a day came in today");

        HttpResponse<String> refused = visitor.submitFile("/uploads", "large.jsonl", "x".repeat(200_000));

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        assertThat(refused.body()).contains("Your organization takes 1,000,000 bytes a day");
        assertThat(Actor.call(Actor.system(organization), () -> uploads.list(null)).items()).isEmpty();
    }

    private int version() {
        return Actor.call(Actor.system(organization), () -> policies.current().version());
    }

    private UploadId ingestAnOldCall() throws IOException {
        UploadId id = uploads.receive("old.jsonl", Upload.Source.API, new ByteArrayInputStream(OLD.getBytes(StandardCharsets.UTF_8))).id();
        try (IngestRun run = ingest.open(id)) {
            for (RecordBatch batch = run.next(); batch != null; batch = run.next()) {
                RecordBatch next = batch;
                transactions.executeWithoutResult(status -> run.store(next));
            }
        }
        ingest.finish(id);
        return id;
    }
}
