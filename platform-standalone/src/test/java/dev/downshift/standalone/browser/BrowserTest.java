package dev.downshift.standalone.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import dev.downshift.standalone.StandaloneTest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;

/** A test of the whole product through Chromium; extend it, and begin with {@link #signIn}. */
@StandaloneTest
abstract class BrowserTest {

    static final int WIDE = 1280;
    static final int NARROW = 390;
    static final int HEIGHT = 900;
    private static final int PATIENCE_MILLIS = 60_000;

    private static @Nullable Chromium chromium;

    @Autowired ApplicationContext beans;
    @LocalServerPort int port;

    @BeforeAll
    static void open() {
        chromium = Chromium.start().orElse(null);
        Assumptions.assumeTrue(chromium != null, "Chromium is not on this machine; './downshift doctor' says how to install it");
    }

    @AfterAll
    static void close() {
        Optional.ofNullable(chromium).ifPresent(Chromium::close);
    }

    /** Opens a window of one's own that nobody has signed in from. */
    Page window() {
        var options = new Browser.NewContextOptions().setBaseURL("http://localhost:" + port).setViewportSize(WIDE, HEIGHT);
        var page = Optional.ofNullable(chromium).orElseThrow().browser().newContext(options).newPage();
        page.setDefaultTimeout(PATIENCE_MILLIS);
        return page;
    }

    /** Opens a window that runs no script, with the cookies of another. */
    Page windowWithoutScript(String cookies) {
        var options = new Browser.NewContextOptions().setBaseURL("http://localhost:" + port).setJavaScriptEnabled(false).setStorageState(cookies);
        var page = Optional.ofNullable(chromium).orElseThrow().browser().newContext(options).newPage();
        page.setDefaultTimeout(PATIENCE_MILLIS);
        return page;
    }

    /** Opens a window of one's own, signed in, on the overview. */
    Page signIn(Account account) {
        var page = window();
        page.navigate("/sign-in");
        page.getByLabel("E-mail").fill(account.email());
        page.getByLabel("Password").fill(Account.PASSWORD);
        page.locator("button[type=submit]").click();
        page.waitForURL("**/");
        return page;
    }
}
