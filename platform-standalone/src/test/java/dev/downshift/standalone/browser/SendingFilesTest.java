package dev.downshift.standalone.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files as a person sends them: one, several, a folder, with a break. */
class SendingFilesTest extends BrowserTest {

    @TempDir Path folder;

    @Test
    void oneFileIsLookedAtReadAgainAndDeleted() throws IOException {
        var page = uploads("Look First");
        var console = PageCheck.consoleOf(page);
        choose(page, write("night.jsonl", 5));
        page.waitForURL(Pattern.compile(".*/uploads/[0-9a-f-]{36}"));
        assertThat(page.locator("#preview")).containsText("Recognised as: conversations");
        assertThat(page.locator("#preview")).not().containsText("ada.lovelace");
        assertThat(PageCheck.problems(page, "sending preview")).isEmpty();

        button(page, "Read it").click();
        assertThat(page.locator("#state")).containsText(Pattern.compile("\\bread\\b"));
        page.getByText("Read it again as another format").click();
        page.locator("#again").selectOption("LANGSMITH");
        button(page, "Read it again").click();
        assertThat(page.locator("#rejected")).containsText("does not fit the format that was chosen: LangSmith runs");
        page.getByText("Delete this upload").click();
        assertThat(PageCheck.problems(page, "sending change")).isEmpty();
        button(page, "Delete it and its 0 calls").click();
        page.waitForURL("**/uploads");
        assertThat(page.locator("main")).containsText("No traces yet");
        assertThat(console).isEmpty();
    }

    @Test
    void severalFilesAreReadAtOnceAndABreakIsGoneOver() throws IOException {
        var page = uploads("Several");
        var broken = new AtomicInteger();
        page.route(Pattern.compile(".*/uploads/tus/.*"), route -> {
            if (route.request().method().equals("PATCH") && broken.getAndIncrement() == 0) {
                route.abort();
            } else {
                route.resume();
            }
        });
        choose(page, write("one.jsonl", 3), write("two.jsonl", 4), write("three.jsonl", 5));

        assertThat(page.locator("#sending li[data-state=done]")).hasCount(3);
        assertThat(broken.get()).isGreaterThan(3);
        assertThat(page.locator("#sending-summary")).containsText("3 of 3 files received, 100 percent sent");
        for (var name : List.of("one.jsonl", "two.jsonl", "three.jsonl")) {
            assertThat(page.locator("#uploads tr", new Page.LocatorOptions().setHasText(name))).containsText(Pattern.compile("\\bread\\b"));
        }
        assertThat(PageCheck.problems(page, "sending several")).isEmpty();
    }

    @Test
    void afterAReloadTheSameFileGoesOnWhereItStopped() throws IOException {
        var page = uploads("Reload");
        var file = write("long.jsonl", 50);
        var created = new AtomicInteger();
        page.onRequest(request -> created.addAndGet(request.method().equals("POST") && request.url().endsWith("/uploads/tus") ? 1 : 0));
        page.route(Pattern.compile(".*/uploads/tus/.*"), route -> route.abort());
        choose(page, file);
        assertThat(page.locator("#sending li")).containsText("trying again");
        button(page, "Pause: long.jsonl").click();
        assertThat(page.locator("#sending li[data-state=paused]")).hasCount(1);
        page.unroute(Pattern.compile(".*/uploads/tus/.*"));

        page.reload();
        assertThat(page.locator("#sending-note")).containsText("Not finished the last time: long.jsonl");
        choose(page, file);
        page.waitForURL(Pattern.compile(".*/uploads/[0-9a-f-]{36}"));
        assertThat(created).hasValue(1);
    }

    @Test
    void ofAFolderTheTracesAreTaken() throws IOException {
        var page = uploads("Folder");
        Files.createDirectories(folder.resolve("night/deep"));
        write("night/a.jsonl", 1);
        write("night/deep/b.jsonl", 2);
        Files.writeString(folder.resolve("night/README.md"), "no traces");
        page.locator("#folder").setInputFiles(folder.resolve("night"));

        assertThat(page.locator("#sending li[data-state=done]")).hasCount(2);
        assertThat(page.locator("#sending-note")).containsText("not those of traces: 1 of");
    }

    @Test
    void filesThatAreDroppedOnThePageAreSent() {
        var page = uploads("Dropped");
        var dropped = page.evaluateHandle("""
                () => {
                  const dropped = new DataTransfer();
                  for (const name of ["first", "second"]) {
                    const call = { messages: [{ role: "user", content: `What is ${name}?` }, { role: "assistant", content: "It is." }] };
                    dropped.items.add(new File([JSON.stringify(call)], `${name}.json`));
                  }
                  return dropped;
                }""");
        var panel = page.locator("#send");
        panel.dispatchEvent("dragover", Map.of("dataTransfer", dropped));
        assertThat(panel).hasClass(Pattern.compile("\\bdropping\\b"));
        panel.dispatchEvent("drop", Map.of("dataTransfer", dropped));

        assertThat(page.locator("#sending li[data-state=done]")).hasCount(2);
        assertThat(panel).not().hasClass(Pattern.compile("\\bdropping\\b"));
        assertThat(page.locator("#uploads tr", new Page.LocatorOptions().setHasText("second.json"))).containsText("1");
    }

    @Test
    void withoutScriptTheFormSendsOneFile() throws IOException {
        var account = Account.found(beans, "Plain");
        var cookies = signIn(account).context().storageState();
        var plain = windowWithoutScript(cookies);
        plain.navigate("/uploads");
        assertThat(plain.getByText("Choose a folder")).isHidden();
        plain.locator("#file").setInputFiles(write("plain.jsonl", 2));
        button(plain, "Upload traces").click();
        assertThat(plain.locator("#preview")).containsText("Recognised as: conversations");
    }

    private Page uploads(String organization) {
        var page = signIn(Account.found(beans, organization));
        page.navigate("/uploads");
        return page;
    }

    private static void choose(Page page, Path... files) {
        page.locator("#file").setInputFiles(files);
        button(page, "Upload traces").click();
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private Path write(String name, int calls) throws IOException {
        var unique = UUID.randomUUID().toString();
        return Files.writeString(folder.resolve(name), ("{\"messages\":[{\"role\":\"user\",\"content\":\"Write to ada.lovelace@example.com about %s\"},"
                + "{\"role\":\"assistant\",\"content\":\"Done.\"}]}\n").formatted(unique).repeat(calls));
    }
}
