package dev.downshift.web.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downshift.core.tenancy.NewPerson;
import dev.downshift.core.tenancy.Onboarding;
import dev.downshift.web.Visitor;
import dev.downshift.web.WebTest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@WebTest
class RefusedFormsTest {

    private static final String PASSWORD = "a long enough password";

    @Autowired Onboarding onboarding;

    @LocalServerPort int port;

    private Visitor visitor = new Visitor(0);

    @BeforeEach
    void someone() {
        String unique = UUID.randomUUID().toString();
        onboarding.createOrganization("Team", unique, new NewPerson(unique + "@example.com", "Ada", PASSWORD));
        visitor = new Visitor(port).signIn(unique + "@example.com", PASSWORD);
    }

    @Test
    void aFormWithoutAFieldIsShownAgainWithItsName() {
        visitor.get("/settings/keys");
        assertShownAgain(visitor.submit("/settings/keys", Map.of("scope", "READ")), 422, "“name” is missing", "Make a key");
    }

    @Test
    void aFormWithAValueThatCannotBeUsedIsShownAgainWithItsName() {
        visitor.get("/settings/keys");
        assertShownAgain(visitor.submit("/settings/keys", Map.of("name", "CI", "scope", "READ", "days", "soon")), 422, "“days”", "Make a key");
        assertShownAgain(visitor.submit("/settings/keys", Map.of("name", "one\0two", "scope", "READ")), 422, "“name”", "Make a key");
    }

    @Test
    void anEndThatNoClockReachesIsRefused() {
        visitor.get("/settings/keys");
        for (String days : new String[] {"9223372036854775807", "-1", "3651"}) {
            assertShownAgain(visitor.submit("/settings/keys", Map.of("name", "CI", "scope", "READ", "days", days)), 422, "does not live for", "Make a key");
        }
    }

    @Test
    void aFormIsShownAgainAsOftenAsItIsRefused() {
        visitor.get("/settings/members");
        for (int attempt = 0; attempt < 3; attempt++) {
            assertShownAgain(visitor.submit("/settings/members/invitations", Map.of("email", "nobody", "role", "VIEWER")), 422, "no e-mail address", "Invite someone");
        }
    }

    @Test
    void theQueryOfThePageIsKeptAndTheFieldsOfTheFormAreNot() {
        visitor.get("/settings/prices?q=gpt-4o");
        HttpResponse<String> again = visitor.submit("/settings/prices/models", Map.of("name", "m", "prompt", "cheap", "completion", "1", "q", "nothing-like-this"));
        assertShownAgain(again, 422, "is not a price", "gpt-4o");
        assertThat(again.body()).doesNotContain("nothing-like-this");
    }

    @Test
    void anAmountThatNobodyPaysIsRefused() {
        visitor.get("/settings/prices");
        for (String amount : new String[] {"1e999999999", "1e-999999999", "-1", "NaN"}) {
            assertShownAgain(visitor.submit("/settings/prices/machines", Map.of("machine", "cpu", "hour", amount, "utilization", "30")), 422, "is not a price", "Prices");
        }
    }

    @Test
    void anAddressWithAValueThatCannotBeUsedSaysWhich() {
        HttpResponse<String> search = visitor.get("/search?q=%00");
        assertThat(search.statusCode()).isEqualTo(422);
        assertThat(search.body()).contains("“q”");
        assertThat(visitor.get("/calls?model=%00").body()).contains("“model”");
        assertThat(visitor.get("/tasks?q=a%00b").body()).contains("“q”");
        assertThat(visitor.get("/runs/new").body()).contains("“dataset” is missing");
    }

    @Test
    void aSignInWithWhatCannotBeStoredIsAWrongOne() {
        var stranger = new Visitor(port);
        stranger.get("/sign-in");
        assertThat(stranger.submit("/sign-in", Map.of("email", "a\0b@example.com", "password", "\0")).body()).contains("is wrong");
    }

    private static void assertShownAgain(HttpResponse<String> answer, int status, String reason, String page) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).contains("role=\"alert\"").contains(reason).contains(page);
    }
}
