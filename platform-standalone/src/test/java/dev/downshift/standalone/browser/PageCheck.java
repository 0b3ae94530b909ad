package dev.downshift.standalone.browser;

import com.deque.html.axecore.args.AxeRunOptions;
import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What is wrong with the page that is open, wide and narrow: for assistive technology, on a small screen, in its texts and
 * on the console. With the system property {@code downshift.screenshots} it leaves pictures in that folder.
 */
final class PageCheck {

    private static final Set<String> SERIOUS = Set.of("serious", "critical");
    private static final Pattern MISSING_TEXT = Pattern.compile("\\?\\?[\\w.]+\\?\\?");
    private static final String SPILLED = """
            () => {
              const width = document.documentElement.clientWidth;
              if (document.documentElement.scrollWidth <= width) return '';
              const spilled = [...document.querySelectorAll('body *')]
                .filter(e => e.getBoundingClientRect().right > width + 1 && !e.closest('.table-box'));
              return spilled.slice(0, 3).map(e => e.tagName.toLowerCase() + '.' + e.className).join(', ') || 'page';
            }""";

    private final Page page;
    private final String name;
    private final List<String> problems = new ArrayList<>();

    private PageCheck(Page page, String name) {
        this.page = page;
        this.name = name;
    }

    /** Collects what the page says on the console from now on; a refused script or style is said there too. */
    static List<String> consoleOf(Page page) {
        List<String> errors = new ArrayList<>();
        page.onConsoleMessage(message -> {
            if ("error".equals(message.type()) || "warning".equals(message.type())) {
                errors.add(page.url() + ": console: " + message.text());
            }
        });
        page.onPageError(error -> errors.add(page.url() + ": script: " + error));
        return errors;
    }

    static List<String> problems(Page page, String name) {
        var check = new PageCheck(page, name);
        check.texts();
        check.at(BrowserTest.NARROW);
        check.at(BrowserTest.WIDE);
        return check.problems;
    }

    private void texts() {
        if (page.locator("body").innerText().contains("''")) {
            problems.add(name + ": an apostrophe is doubled");
        }
        MISSING_TEXT.matcher(page.content()).results().forEach(missing -> problems.add(name + ": no text for " + missing.group()));
    }

    private void at(int width) {
        page.setViewportSize(width, BrowserTest.HEIGHT);
        AxeRunOptions violationsOnly = new AxeRunOptions();
        violationsOnly.setResultTypes(List.of("violations"));
        new AxeBuilder(page).setLegacyMode(true).options(violationsOnly).analyze().getViolations().stream()
                .filter(violation -> SERIOUS.contains(violation.getImpact()))
                .forEach(violation -> problems.add("%s at %d pixels: %s at %s".formatted(name, width, violation.getId(),
                        violation.getNodes().stream().limit(3).map(node -> node.getTarget() + " " + node.getFailureSummary()).toList())));
        var spilled = String.valueOf(page.evaluate(SPILLED));
        if (!spilled.isEmpty()) {
            problems.add("%s is wider than %d pixels: %s".formatted(name, width, spilled));
        }
        var folder = System.getProperty("downshift.screenshots");
        if (folder != null) {
            var file = name.replaceAll("[^A-Za-z0-9]+", "-") + "-" + width + ".png";
            page.screenshot(new Page.ScreenshotOptions().setPath(Path.of(folder, file)).setFullPage(true));
        }
    }
}
