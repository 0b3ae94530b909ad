package dev.downshift.web.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downshift.core.intake.CallFilter;
import dev.downshift.core.intake.Calls;
import dev.downshift.core.intake.Ingest;
import dev.downshift.core.intake.IngestRun;
import dev.downshift.core.intake.RecordBatch;
import dev.downshift.core.intake.UploadId;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.NewPerson;
import dev.downshift.core.tenancy.Onboarding;
import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.web.Visitor;
import dev.downshift.web.WebTest;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.transaction.support.TransactionOperations;

@WebTest
class IntakePagesTest {

    private static final String PASSWORD = "a long enough password";
    private static final String FILE = "{\"timestamp\":1700000000,\"session_id\":\"run-7\",\"request\":{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\","
            + "\"content\":\"Write <b>to</b> ada.lovelace@example.com\"}]},\"response\":{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":null,"
            + "\"tool_calls\":[{\"id\":\"c\",\"type\":\"function\",\"function\":{\"name\":\"send_mail\",\"arguments\":\"{\\\"to\\\": \\\"ada.lovelace@example.com\\\"}\"}}]},"
            + "\"finish_reason\":\"tool_calls\"}]},\"latency_ms\":900,\"metadata\":{\"workload_id\":\"mail\"}}\n{\"request\": broken}\n";

    @Autowired Onboarding onboarding;
    @Autowired Ingest ingest;
    @Autowired Calls calls;
    @Autowired TransactionOperations transactions;

    @LocalServerPort int port;

    private final String unique = UUID.randomUUID().toString().substring(0, 8);
    private Visitor visitor;
    private OrganizationId organization;

    IntakePagesTest() {
        organization = new OrganizationId(UUID.randomUUID());
        visitor = new Visitor(0);
    }

    @BeforeEach
    void someone() {
        organization = onboarding.createOrganization("Team " + unique, "team-" + unique, new NewPerson("ada-" + unique + "@example.com", "Ada", PASSWORD));
        visitor = new Visitor(port).signIn("ada-" + unique + "@example.com", PASSWORD);
    }

    @Test
    void thePageSaysWhatToUploadWhereThereIsNothing() {
        assertThat(visitor.get("/uploads").body()).contains("No traces yet").contains("multipart/form-data");
        assertThat(visitor.get("/calls").body()).contains("No call matches");
    }

    @Test
    void aFileSentByTheFormIsShownWithItsRejectedRecordsAndItsCallsReadLikeAConversation() throws Exception {
        visitor.get("/uploads");
        var received = visitor.submitFile("/uploads", "night.jsonl", FILE);
        assertThat(received.statusCode()).isEqualTo(200);
        assertThat(received.body()).contains("night.jsonl").contains("waits for you").contains("Recognised as: chat-completion log").contains("JSON lines")
                .contains("Write &lt;b&gt;to&lt;/b&gt;").contains("send_mail").contains("Line 2:").doesNotContain("every 1s").doesNotContain("ada.lovelace");
        String upload = received.uri().getPath().substring("/uploads/".length());
        assertThat(visitor.submit("/uploads/" + upload + "/read", Map.of("format", "")).body()).contains("Waiting for a worker").contains("every 1s");
        read(UploadId.of(upload));

        assertThat(visitor.get("/uploads").body()).contains("night.jsonl").contains("good\">read<").doesNotContain("every 2s");
        var detail = visitor.get("/uploads/" + upload).body();
        assertThat(detail).contains("chat-completion log").contains("The JSON is broken").contains("EMAIL").doesNotContain("every 1s");
        assertThat(visitor.get("/uploads/" + upload + "/rejected.csv").body()).startsWith("record,file,line,byte_offset,reason,remedy\r\n1,,2,");

        assertThat(visitor.get("/calls?upload=" + upload).body()).contains("gpt-4o").contains("900 ms").doesNotContain("ada.lovelace");
        assertThat(visitor.get("/calls?text=write&sort=latency&from=2023-11-14&until=2023-11-14&minLatency=900").body()).contains("1 of 1 shown").contains("value=\"write\"").doesNotContain("??");
        assertThat(visitor.get("/calls?text=letter&minCost=0.01&task=" + UUID.randomUUID()).body()).contains("No call matches");
        assertThat(visitor.get("/calls?from=yesterday").body()).contains("Write it like 2026-01-31");
        assertThat(visitor.get("/calls.csv?model=gpt-4o").body()).startsWith("id,upload,conversation").contains("gpt-4o").doesNotContain("ada.lovelace");
        String call = Actor.call(Actor.system(organization), () -> calls.list(CallFilter.ALL, null).items().getFirst().id().toString());
        var page = visitor.get("/calls/" + call).body();
        assertThat(page).contains("class=\"chip\"").contains("send_mail").contains("Write &lt;b&gt;to&lt;/b&gt;").doesNotContain("ada.lovelace");

        visitor.get("/uploads");
        assertThat(visitor.submitFile("/uploads", "again.jsonl", FILE).body()).contains("You uploaded this file before");
    }

    @Test
    void aFileThatIsCutOffOnItsWayIsRefusedOnThePage() {
        String whole = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"night.jsonl\"\r\n\r\n{}{}{}";
        for (String body : new String[] {whole, whole.substring(0, 60), "", whole.replace("night", "ni\0ght") + "\r\n--b--\r\n"}) {
            visitor.get("/uploads");
            var refused = visitor.submitParts("/uploads", "b", body);
            assertThat(refused.statusCode()).as(body).isEqualTo(200);
            assertThat(refused.uri().getPath()).isEqualTo("/uploads");
            assertThat(refused.body()).as(body).containsAnyOf("nothing was stored", "choose the file again", "Choose a file", "Rename the file").contains("No traces yet");
        }
    }

    @Test
    void ofVeryManyBadRecordsThePageSaysHowManyMoreThereAre() throws Exception {
        visitor.get("/uploads");
        var received = visitor.submitFile("/uploads", "many.jsonl", "{}\n".repeat(3_017));
        String upload = received.uri().getPath().substring("/uploads/".length());
        assertThat(received.body()).contains("No call was recognised in it");
        visitor.submit("/uploads/" + upload + "/read", Map.of());
        read(UploadId.of(upload));

        assertThat(visitor.get("/uploads/" + upload).body()).contains("3,017").contains("And 2,017 more, which were only counted: the first 1,000 of an upload are listed.");
        assertThat(visitor.get("/uploads/" + upload + "/rejected.csv").body().lines()).hasSize(1_001);
    }

    @Test
    void aWrongFormatIsSeenBeforeAnythingIsReadAndMendedAfterwards() throws Exception {
        visitor.get("/uploads");
        String upload = visitor.submitFile("/uploads", "night.jsonl", FILE).uri().getPath().substring("/uploads/".length());
        assertThat(visitor.get("/uploads/" + upload + "?format=LANGFUSE").body()).contains("No call was recognised in it").contains("does not fit the format that was chosen: Langfuse");

        visitor.submit("/uploads/" + upload + "/read", Map.of("format", "LANGFUSE"));
        read(UploadId.of(upload));
        assertThat(visitor.get("/uploads/" + upload).body()).contains("read as Langfuse observations because someone chose that").contains("The 0 calls that it brought are deleted and read again");
        visitor.submit("/uploads/" + upload + "/read", Map.of("format", ""));
        read(UploadId.of(upload));
        assertThat(visitor.get("/uploads/" + upload).body()).contains("chat-completion log").contains("Its 1 call goes, with its place in tasks").doesNotContain("because someone chose that");
    }

    @Test
    void uploadsAreFoundFilteredDownloadedAndDeleted() throws Exception {
        visitor.get("/uploads");
        String upload = visitor.submitFile("/uploads", "night.jsonl", FILE).uri().getPath().substring("/uploads/".length());
        assertThat(visitor.get("/uploads?name=NIGHT&status=WAITING").body()).contains("night.jsonl");
        assertThat(visitor.get("/uploads?status=FAILED").body()).contains("No upload matches").doesNotContain("night.jsonl").doesNotContain("No traces yet");
        assertThat(visitor.get("/uploads.csv?name=night").body()).contains(upload + ",night.jsonl,WAITING,");

        assertThat(visitor.submit("/uploads/" + upload + "/delete", Map.of()).body()).contains("night.jsonl is being deleted").contains("deleting");
        assertThat(visitor.get("/uploads/" + upload).body()).contains("this takes a moment").doesNotContain("Delete this upload");
        Actor.call(Actor.system(organization), () -> {
            ingest.open(UploadId.of(upload)).close();
            return true;
        });
        assertThat(visitor.get("/uploads/" + upload).statusCode()).isEqualTo(404);
        assertThat(visitor.get("/uploads").body()).contains("No traces yet");
    }

    @Test
    void whoHasNoTracesTriesTheSample() {
        assertThat(visitor.get("/").body()).contains("Try it with a sample");
        assertThat(visitor.submit("/uploads/sample", Map.of()).body()).contains("sample-support-agent.jsonl.gz").contains("The sample was received");
        visitor.get("/uploads");
        assertThat(visitor.submit("/uploads/sample", Map.of()).body()).contains("You uploaded this file before");
    }

    @Test
    void whatIsNotThereLooksLikeWhatBelongsToOthers() {
        assertThat(visitor.get("/uploads/" + UUID.randomUUID()).statusCode()).isEqualTo(404);
        assertThat(visitor.get("/uploads/nonsense").statusCode()).isEqualTo(404);
        assertThat(visitor.get("/calls/" + UUID.randomUUID()).statusCode()).isEqualTo(404);
    }

    private void read(UploadId upload) throws Exception {
        Actor.call(Actor.system(organization), () -> {
            try (IngestRun run = ingest.open(upload)) {
                for (RecordBatch batch = run.next(); batch != null; batch = run.next()) {
                    RecordBatch found = batch;
                    transactions.executeWithoutResult(status -> run.store(found));
                }
            }
            ingest.finish(upload);
            return true;
        });
    }
}
