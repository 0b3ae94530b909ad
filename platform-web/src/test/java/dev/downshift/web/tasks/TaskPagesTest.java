package dev.downshift.web.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downshift.core.intake.Ingest;
import dev.downshift.core.intake.IngestRun;
import dev.downshift.core.intake.RecordBatch;
import dev.downshift.core.intake.Upload;
import dev.downshift.core.intake.UploadId;
import dev.downshift.core.intake.Uploads;
import dev.downshift.core.tasks.DiscoveryRuns;
import dev.downshift.core.tasks.DiscoveryWork;
import dev.downshift.core.tasks.TaskId;
import dev.downshift.core.tasks.TaskQuery;
import dev.downshift.core.tasks.Tasks;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.NewPerson;
import dev.downshift.core.tenancy.Onboarding;
import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.web.Visitor;
import dev.downshift.web.WebTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.transaction.support.TransactionOperations;

@WebTest
@NullUnmarked
class TaskPagesTest {

    private static final String PASSWORD = "a long enough password";

    @Autowired Onboarding onboarding;
    @Autowired Uploads uploads;
    @Autowired Ingest ingest;
    @Autowired DiscoveryRuns runs;
    @Autowired DiscoveryWork work;
    @Autowired Tasks tasks;
    @Autowired TransactionOperations transactions;

    @LocalServerPort int port;

    OrganizationId organization;
    Visitor visitor;

    @BeforeEach
    void someone() {
        String unique = UUID.randomUUID().toString().substring(0, 8);
        organization = onboarding.createOrganization("Team " + unique, "team-" + unique, new NewPerson(unique + "@example.com", "Ada", PASSWORD));
        visitor = new Visitor(port).signIn(unique + "@example.com", PASSWORD);
    }

    @Test
    void withoutTasksThePageSaysWhatToDo() {
        assertThat(visitor.get("/tasks").body()).contains("No tasks yet", "Upload traces");
    }

    @Test
    void anAskedForRunIsShownAsWaiting() {
        visitor.get("/tasks");
        assertThat(visitor.submit("/tasks/discovery", Map.of()).body()).contains("waiting for a worker");
    }

    @Test
    void tasksAreListedOpenedAndRenamed() throws IOException {
        TaskId task = Actor.call(Actor.system(organization), this::discover);
        assertThat(visitor.get("/tasks?sort=calls&order=asc").body())
                .contains("Rate how glad the farmer sounds", "unknown", "worth moving", "aria-sort=\"ascending\"");
        assertThat(visitor.get("/tasks?q=nothing-like-this").body()).contains("No task matches");
        assertThat(visitor.get("/tasks.csv").body()).startsWith("id,name,calls").contains("Rate how glad");
        assertThat(visitor.get("/tasks/" + task).body())
                .contains("<span class=\"slot\">{…}</span>", "Against:", "Make dataset", "Examples", "class=\"message assistant\"");
        assertThat(visitor.get("/tasks/" + task + "/calls").body()).contains("We brought in", "glad", "/tasks/" + task + "/export?format=parquet");
        assertThat(visitor.get("/tasks/" + task + "/export?format=jsonl").body().lines()).hasSize(40).allMatch(line -> line.contains("\"task\":\"" + task + "\""));
        assertThat(visitor.submit("/tasks/" + task + "/name", Map.of("name", "Judge the mood")).body()).contains("Judge the mood", "Later runs keep this name");
    }

    private TaskId discover() throws IOException {
        String file = IntStream.range(0, 40).mapToObj(i -> """
                {"request":{"model":"house-model","messages":[{"role":"system","content":"Rate how glad the farmer sounds with one word of three."},\
                {"role":"user","content":"We brought in crop %c of field %d"}]},"response":{"choices":[{"message":{"role":"assistant","content":"glad"}}]}}"""
                .formatted('a' + i % 26, i)).collect(Collectors.joining("\n"));
        UploadId upload = uploads.receive("farm.jsonl", Upload.Source.API, new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8))).id();
        try (IngestRun run = ingest.open(upload)) {
            for (RecordBatch batch = run.next(); batch != null; batch = run.next()) {
                RecordBatch records = batch;
                transactions.executeWithoutResult(status -> run.store(records));
            }
        }
        ingest.finish(upload);
        var run = runs.start();
        work.discover(run);
        work.embed(run);
        return tasks.list(TaskQuery.ALL, null).items().getFirst().id();
    }
}
