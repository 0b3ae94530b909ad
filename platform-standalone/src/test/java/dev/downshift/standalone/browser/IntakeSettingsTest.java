package dev.downshift.standalone.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.downshift.core.intake.Upload;
import dev.downshift.core.intake.UploadId;
import dev.downshift.core.intake.Uploads;
import dev.downshift.core.limits.IntakeGate;
import dev.downshift.core.tenancy.Actor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionOperations;

/** The limits of intake as a person sets them and meets them. */
class IntakeSettingsTest extends BrowserTest {

    @Test
    void limitsAreSetMetAndShown() throws IOException {
        var owner = Account.found(beans, "Harbour Lane");
        send(owner, "first.jsonl", 0);
        var page = signIn(owner);
        var console = PageCheck.consoleOf(page);
        var problems = new ArrayList<String>();

        page.navigate("/settings/intake");
        problems.addAll(PageCheck.problems(page, "intake standard"));
        page.getByLabel("Remove calls after so many days").fill("30");
        page.getByLabel("Keep one conversation in").fill("5");
        page.getByLabel("Megabytes a day").fill("2");
        page.getByLabel("Requests a second").fill("50");
        page.locator("form.panel button[type=submit]").click();
        assertThat(page.locator("main").innerText()).contains("This removes 150 calls older than 30 days tonight.");
        problems.addAll(PageCheck.problems(page, "intake confirm"));
        page.getByText("Save, and remove them tonight").click();
        assertThat(page.locator("main").innerText()).contains("Version 1 holds from now on.");

        UploadId sampled = send(owner, "second.jsonl", 1_000);
        page.navigate("/uploads/" + sampled);
        assertThat(page.locator("main").innerText()).contains("One conversation in 5 was kept");
        problems.addAll(PageCheck.problems(page, "intake sampled upload"));

        var gate = beans.getBean(IntakeGate.class);
        Actor.run(owner.actor(), () -> {
            beans.getBean(TransactionOperations.class).executeWithoutResult(status -> gate.countFile(1_700_000));
            gate.dropped(owner.actor().organization(), 42);
        });
        for (var path : List.of("/settings/intake", "/uploads", "/")) {
            page.navigate(path);
            problems.addAll(PageCheck.problems(page, "intake used up " + path));
        }
        page.navigate("/uploads");
        assertThat(page.locator("main").innerText()).contains("came in today").contains("42 calls through the gateway");
        assertThat(problems).isEmpty();
        assertThat(console).isEmpty();
    }

    /** Three hundred calls, every second one two months old, each a conversation of its own; waits until they are read. */
    private UploadId send(Account owner, String name, int from) throws IOException {
        Instant now = Instant.now();
        byte[] file = IntStream.range(from, from + 300).mapToObj(index -> ("{\"timestamp\":%d,\"session_id\":\"run-%d\",\"request\":{\"model\":\"gpt-4o\",\"messages\":["
                        + "{\"role\":\"user\",\"content\":\"Question %d\"}]},\"response\":{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"Done\"}}]}}")
                        .formatted(now.minus(Duration.ofDays(index % 2 == 0 ? 1 : 60)).getEpochSecond(), index, index))
                .collect(Collectors.joining("\n")).getBytes(StandardCharsets.UTF_8);
        var uploads = beans.getBean(Uploads.class);
        UploadId id = Actor.call(owner.actor(), () -> uploads.receive(name, Upload.Source.API, new ByteArrayInputStream(file)).id());
        await().atMost(Duration.ofMinutes(1)).until(() -> Actor.call(owner.actor(), () -> uploads.get(id)).status() == Upload.Status.INGESTED);
        return id;
    }
}
