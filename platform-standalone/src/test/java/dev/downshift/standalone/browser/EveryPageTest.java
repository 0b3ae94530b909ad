package dev.downshift.standalone.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.downshift.core.tenancy.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Follows every link from the navigation, one page of each kind and a few of those that have states, wide and narrow. */
class EveryPageTest extends BrowserTest {

    private static final List<String> MAIN = List.of("/", "/uploads", "/imports", "/imports/new", "/imports/new?kind=S3", "/calls", "/tasks", "/datasets",
            "/models", "/runs", "/evaluations", "/promotions", "/routes", "/savings", "/audit", "/privacy", "/privacy/erasures", "/settings/members", "/settings/keys", "/settings/incumbent",
            "/settings/prices", "/settings/policy", "/settings/intake", "/search?q=s");
    private static final List<String> NEED_DATA = List.of("/uploads/{id}", "/imports/{id}", "/imports/{id}/edit", "/imports/runs/{id}", "/calls/{id}",
            "/tasks/{id}", "/tasks/{id}/calls", "/datasets/{id}", "/datasets/{id}/examples", "/runs/{id}", "/runs/new", "/evaluations/{id}", "/evaluations/{id}/answers",
            "/evaluations/new", "/promotions/{id}", "/promotions/new", "/routes/{id}", "/savings/entries", "/privacy/erasures/{id}");

    private static final Set<String> WITH_STATES = Set.of("/uploads/{id}", "/imports/new", "/imports/{id}", "/imports/runs/{id}", "/runs/{id}",
            "/evaluations/{id}", "/promotions/{id}");
    private static final int STATES = 3;
    private static final String LINKS =
            "() => [...document.querySelectorAll(\"main a[href^='/']:not([download])\")].map(link => link.getAttribute('href'))";

    @TempDir Path folder;

    @Test
    void pagesWithDataAreAccessibleAndFitSmallScreens() throws IOException {
        var owner = Account.found(beans, "Harbour Lane");
        Past.happenTo(owner, beans, folder);
        var seen = new LinkedHashMap<String, List<String>>();
        assertThat(walk(signIn(owner), "data", seen)).isEmpty();
        assertThat(seen.keySet()).containsAll(NEED_DATA);
    }

    @Test
    void emptyPagesAreAccessibleAndFitSmallScreens() {
        assertThat(walk(signIn(Account.found(beans, "Fresh Start")), "empty", new LinkedHashMap<>())).isEmpty();
    }

    @Test
    void gatesAndErrorsAreAccessibleAndFitSmallScreens() {
        var page = window();
        var problems = new ArrayList<String>();
        page.navigate("/sign-in");
        problems.addAll(PageCheck.problems(page, "gate sign-in"));
        page.getByLabel("E-mail").fill("nobody@example.com");
        page.getByLabel("Password").fill("wrong");
        page.locator("button[type=submit]").click();
        problems.addAll(PageCheck.problems(page, "gate sign-in refused"));
        page.navigate("/invitations/unknown");
        problems.addAll(PageCheck.problems(page, "gate invitation"));
        var viewer = signIn(Account.found(beans, "Errors").join(beans, "Vera Viewer", Role.VIEWER));
        for (var path : List.of("/nowhere", "/tasks/" + UUID.randomUUID(), "/settings/policy", "/uploads?cursor=nonsense")) {
            viewer.navigate(path);
            problems.addAll(PageCheck.problems(viewer, "error " + kind(path)));
        }
        assertThat(problems).isEmpty();
    }

    private static List<String> walk(Page page, String name, Map<String, List<String>> seen) {
        var console = PageCheck.consoleOf(page);
        var problems = new ArrayList<String>();
        var waiting = new ArrayDeque<String>(MAIN);
        while (!waiting.isEmpty()) {
            var path = waiting.remove();
            if (!isNew(path, seen)) {
                continue;
            }
            var response = page.navigate(path);
            if (response == null || response.status() != 200) {
                problems.add(path + ": status " + (response == null ? "none" : response.status()));
                continue;
            }
            problems.addAll(PageCheck.problems(page, name + " " + kind(path) + " " + seen.getOrDefault(kind(path), List.of()).size()));
            waiting.addAll(links(page));
        }
        problems.addAll(console);
        return problems;
    }

    private static boolean isNew(String path, Map<String, List<String>> seen) {
        var visited = seen.computeIfAbsent(kind(path), unseen -> new ArrayList<>());
        var most = WITH_STATES.contains(kind(path)) ? STATES : 1;
        return visited.size() < most && !visited.contains(path) && visited.add(path);
    }

    private static List<String> links(Page page) {
        return ((List<?>) page.evaluate(LINKS)).stream()
                .map(href -> String.valueOf(href).replaceAll("#.*", ""))
                .filter(href -> !href.matches("/api/.*|.*\\.(csv|jsonl)(\\?.*)?|/runs/[^/]+/files/.*"))
                .toList();
    }

    /** The address without ids and query, so that one page of each kind is visited. */
    private static String kind(String path) {
        return path.replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "{id}").replaceAll("[?].*", "");
    }
}
