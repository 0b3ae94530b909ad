package dev.downshift.web.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downshift.core.intake.Ingest;
import dev.downshift.core.intake.IngestRun;
import dev.downshift.core.intake.RecordBatch;
import dev.downshift.core.intake.Upload;
import dev.downshift.core.intake.UploadId;
import dev.downshift.core.intake.Uploads;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.transaction.support.TransactionOperations;

@WebTest
class PrivacyPagesTest {

    private static final String PASSWORD = "a long enough password";
    private static final String LINE = """
            {"request":{"model":"gpt-4o","messages":[{"role":"user","content":"Write to ada.lovelace@corp.com"}]},"response":{"choices":[{"message":{"role":"assistant","content":"Done"}}]}}
            """;

    @Autowired Onboarding onboarding;
    @Autowired Uploads uploads;
    @Autowired Ingest ingest;
    @Autowired TransactionOperations transactions;

    @LocalServerPort int port;

    private OrganizationId organization = new OrganizationId(new UUID(0, 0));
    private Visitor visitor = new Visitor(0);

    @BeforeEach
    void someone() {
        String unique = UUID.randomUUID().toString().substring(0, 8);
        String email = "officer-" + unique + "@example.com";
        organization = onboarding.createOrganization("Team " + unique, "team-" + unique, new NewPerson(email, "Ada", PASSWORD));
        visitor = new Visitor(port).signIn(email, PASSWORD);
    }

    @Test
    void theReportSaysWhatWasFoundAndWhoOpenedACall() throws IOException {
        assertThat(visitor.get("/privacy").body()).contains("Nothing was found in this period").containsPattern("From \\d{4}-\\d\\d-\\d\\d until today").doesNotContain("??");
        assertThat(visitor.get("/privacy?from=").body()).contains("From the beginning until today");
        read();
        String call = visitor.get("/calls").body().replaceAll("(?s).*?href=\"(/calls/[0-9a-f-]{36})\".*", "$1");
        assertThat(visitor.get(call).statusCode()).isEqualTo(200);

        String report = visitor.get("/privacy").body();

        assertThat(report).contains("EMAIL_ADDRESS").contains("replaced by a made-up value").contains("mail.jsonl").contains("opened a call")
                .doesNotContain("lovelace").doesNotContain("??");
        assertThat(visitor.get("/privacy.csv?from=2020-01-01").body().lines()).anyMatch(row -> row.startsWith("finding,") && row.contains("EMAIL_ADDRESS,")
                && row.contains(",/content,0,SURROGATE,1,")).anyMatch(row -> row.startsWith("access,"));
        assertThat(visitor.get("/privacy?from=2020-01-01&until=2020-12-31").body()).contains("From 2020-01-01 until 2020-12-31").contains("Nothing was found in this period");
        assertThat(visitor.get("/privacy?from=yesterday").statusCode()).isEqualTo(422);
        assertThat(visitor.get("/audit").body()).contains("href=\"/privacy\"");
    }

    @Test
    void aPersonIsFoundShownAndErasedOnceConfirmed() throws IOException {
        assertThat(visitor.get("/privacy/erasures").body()).contains("Nobody has asked to be forgotten").doesNotContain("??");
        read();

        String found = visitor.submit("/privacy/erasures", Map.of("type", "EMAIL_ADDRESS", "value", "ada.lovelace@corp.com")).body();

        assertThat(found).contains("Erase 1 calls").contains("No dataset holds an example of them").contains("Look at the calls").doesNotContain("lovelace").doesNotContain("??");
        String page = found.replaceAll("(?s).*action=\"(/privacy/erasures/[0-9a-f-]{36})/confirm\".*", "$1");
        assertThat(visitor.submit(page + "/confirm", Map.of()).body()).contains("waiting for a worker").doesNotContain("Erase 1 calls").doesNotContain("??");
        assertThat(visitor.get("/privacy/erasures").body()).contains(page).contains("waiting for a worker").doesNotContain("??");
        HttpResponse<String> refused = visitor.submit("/privacy/erasures", Map.of("type", "EMAIL_ADDRESS", "value", "Marta at home"));
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("does not look like what you chose").containsPattern("<option(?=[^>]*EMAIL_ADDRESS)[^>]*selected").contains("aria-invalid=\"true\"").doesNotContain("Marta");
    }

    private void read() throws IOException {
        Actor.call(Actor.system(organization), () -> {
            UploadId id = uploads.receive("mail.jsonl", Upload.Source.API, new ByteArrayInputStream(LINE.getBytes(StandardCharsets.UTF_8))).id();
            try (IngestRun run = ingest.open(id)) {
                for (RecordBatch batch = run.next(); batch != null; batch = run.next()) {
                    RecordBatch next = batch;
                    transactions.executeWithoutResult(status -> run.store(next));
                }
            }
            ingest.finish(id);
            return id;
        });
    }
}
