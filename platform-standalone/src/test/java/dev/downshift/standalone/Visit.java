package dev.downshift.standalone;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.downshift.standalone.browser.Chromium;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;

/** What a person does in her browser. */
record Visit(Chromium chromium, Page page) implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 60_000;
    private static final int TRAINING_MILLIS = 180_000;
    private static final Pattern VERDICTS = Pattern.compile("Passed|Inconclusive");
    private static final Pattern STEPS = Pattern.compile("[1-9]\\d* / \\d+");

    /** Opens a browser and signs in as a person of the demo. */
    static Visit to(Demo demo, String person) {
        var chromium = Chromium.start().orElse(null);
        Assumptions.assumeTrue(chromium != null, "Chromium is not on this machine; './downshift doctor' says how to install it");
        var page = chromium.browser().newContext(new Browser.NewContextOptions().setBaseURL(demo.address().toString())).newPage();
        page.setDefaultTimeout(PATIENCE_MILLIS);
        page.navigate("/sign-in");
        page.getByLabel("E-mail").fill(demo.email(person));
        page.getByLabel("Password").fill(demo.password(person));
        page.locator("button[type=submit]").click();
        page.waitForURL("**/");
        return new Visit(chromium, page);
    }

    /** Uploads a trace file, looks at what was recognised, and waits until its calls are listed. */
    void upload(Path file) {
        open("Uploads");
        page.getByLabel("Trace file").setInputFiles(file);
        button("Upload traces").click();
        page.waitForURL("**/uploads/*");
        assertThat(page.locator("#preview")).containsText("Recognised as");
        button("Read it").click();
        assertThat(page.locator("#state")).containsText(Pattern.compile("\\bread\\b"), patiently(PATIENCE_MILLIS));
    }

    /** Opens a task from the list of tasks and makes a dataset of it. */
    void makeDataset(String task) {
        open("Tasks");
        page.locator("main a").filter(new Locator.FilterOptions().setHasText(task)).first().click();
        button("Make dataset").click();
        page.waitForURL("**/datasets/*");
        assertThat(page.locator("main")).containsText("No leakage");
    }

    /** Trains on the dataset that is open, watches the first steps, and thinks better of it. */
    void trainAndCancel(int seconds) {
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Train a model")).click();
        page.getByLabel("Seconds of training").fill(Integer.toString(seconds));
        button("Start training").click();
        page.waitForURL("**/runs/*");
        assertThat(page.locator("#live")).containsText(STEPS, patiently(TRAINING_MILLIS));
        button("Cancel run").click();
        assertThat(page.locator("#live")).containsText("Cancelled", patiently(PATIENCE_MILLIS));
    }

    /** Approves the request that waits. */
    void approve(String comment) {
        open("Promotions");
        page.getByRole(AriaRole.STATUS).getByRole(AriaRole.LINK).first().click();
        assertThat(page.locator("main")).containsText(VERDICTS);
        page.getByLabel("Why").fill(comment);
        button("Approve").click();
        assertThat(page.locator("main")).containsText("Approved by");
        assertThat(page.locator("main")).containsText(comment);
    }

    void seeSavings() {
        open("Savings");
        assertThat(page.locator("main")).containsText("Net saving");
        assertThat(page.locator("main .figure").first()).containsText("$");
        assertThat(page.locator("main figure svg")).isVisible();
    }

    private void open(String section) {
        page.getByRole(AriaRole.NAVIGATION).getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName(section)).first().click();
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1))).hasText(section);
    }

    private Locator button(String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static LocatorAssertions.ContainsTextOptions patiently(int millis) {
        return new LocatorAssertions.ContainsTextOptions().setTimeout(millis);
    }

    @Override
    public void close() {
        chromium.close();
    }
}
