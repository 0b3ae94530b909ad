package dev.downshift.web.signin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downshift.core.tenancy.NewPerson;
import dev.downshift.core.tenancy.Onboarding;
import dev.downshift.core.tenancy.Role;
import dev.downshift.web.Visitor;
import dev.downshift.web.WebTest;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@WebTest
class SignInTest {

    private static final String PASSWORD = "a long enough password";

    @Autowired Onboarding onboarding;

    @LocalServerPort int port;

    private final String unique = UUID.randomUUID().toString().substring(0, 8);
    private final String email = "ada-" + unique + "@example.com";

    @BeforeEach
    void someone() {
        var organization = onboarding.createOrganization("Team " + unique, "team-" + unique, new NewPerson(email, "Ada", PASSWORD));
        onboarding.addMember(organization, new NewPerson("v-" + email, "Vi", PASSWORD), Role.VIEWER);
    }

    @Test
    void everyPageAsksAStrangerToSignIn() {
        assertThat(new Visitor(port).get("/uploads").uri().getPath()).isEqualTo("/sign-in");
        assertThat(new Visitor(port).get("/no-such-page").uri().getPath()).isEqualTo("/sign-in");
    }

    @Test
    void theRightPasswordOpensTheOverview() {
        var overview = new Visitor(port).signIn(email, PASSWORD).get("/");
        assertThat(overview.statusCode()).isEqualTo(200);
        assertThat(overview.body()).contains("Team " + unique).contains("Ada");
    }

    @Test
    void aWrongPasswordSaysSoAndOpensNothing() {
        var visitor = new Visitor(port);
        visitor.get("/sign-in");
        assertThat(visitor.submit("/sign-in", Map.of("email", email, "password", "wrong")).body()).contains("is wrong");
        assertThat(visitor.get("/").uri().getPath()).isEqualTo("/sign-in");
    }

    @Test
    void aFormWithoutItsTokenIsRefused() {
        assertThat(new Visitor(port).submit("/sign-in", Map.of("email", email, "password", PASSWORD)).statusCode()).isEqualTo(403);
    }

    @Test
    void fourWrongPasswordsLockNobodyOut() {
        assertThat(afterGuesses(4).submit("/sign-in", Map.of("email", email, "password", PASSWORD)).body()).contains("Team " + unique);
    }

    @Test
    void theFifthWrongPasswordDoes() {
        assertThat(afterGuesses(5).submit("/sign-in", Map.of("email", email, "password", PASSWORD)).body()).contains("Too many attempts");
    }

    @Test
    void aPageThatDoesNotExistLooksTheSameAsAForbiddenOne() {
        var page = new Visitor(port).signIn(email, PASSWORD).get("/no-such-page");
        assertThat(page.statusCode()).isEqualTo(404);
        assertThat(page.body()).contains("Nothing here").contains("Team " + unique);
    }

    @Test
    void thereIsNoWelcomeOnceSomebodyIsThere() {
        var visitor = new Visitor(port).signIn(email, PASSWORD);
        assertThat(visitor.get("/welcome").statusCode()).isEqualTo(404);
    }

    @Test
    void pagesForbidInlineCode() {
        assertThat(new Visitor(port).get("/sign-in").headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy).contains("script-src 'self'").doesNotContain("unsafe"));
    }

    @Test
    void stylesAreNamedByTheirContentAndKept() {
        var page = new Visitor(port).get("/sign-in").body();
        var style = page.replaceAll("(?s).*href=\"(/app-[0-9a-f]+\\.css)\".*", "$1");
        assertThat(new Visitor(port).get(style).headers().firstValue("Cache-Control"))
                .hasValueSatisfying(cache -> assertThat(cache).contains("max-age=31536000"));
    }

    private Visitor afterGuesses(int guesses) {
        var visitor = new Visitor(port);
        visitor.get("/sign-in");
        for (var guess = 0; guess < guesses; guess++) {
            assertThat(visitor.submit("/sign-in", Map.of("email", email, "password", "guess " + guess)).body()).contains("is wrong");
        }
        return visitor;
    }
}
