package dev.downshift.web.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downshift.core.privacy.PolicyVersion;
import dev.downshift.core.privacy.RedactionPolicies;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.NewPerson;
import dev.downshift.core.tenancy.Onboarding;
import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.engine.privacy.FindingType;
import dev.downshift.web.Visitor;
import dev.downshift.web.WebTest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@WebTest
@NullUnmarked
class PolicyPagesTest {

    private static final String PASSWORD = "a long enough password";

    @Autowired Onboarding onboarding;
    @Autowired RedactionPolicies policies;

    @LocalServerPort int port;

    private OrganizationId organization;
    private Visitor visitor;

    @BeforeEach
    void anOwner() {
        String unique = UUID.randomUUID().toString().substring(0, 8);
        organization = onboarding.createOrganization("Team " + unique, "team-" + unique, new NewPerson("ada-" + unique + "@example.com", "Ada", PASSWORD));
        visitor = new Visitor(port).signIn("ada-" + unique + "@example.com", PASSWORD);
    }

    @Test
    void ownWordsPatternsAndThresholdsAreSavedAndShown() {
        visitor.get("/settings/policy");
        HttpResponse<String> saved = visitor.submit("/settings/policy", Map.of("threshold", "55.5", "threshold.PERSON", "33.3", "allowed", "Acme\r\n", "dictionary", "Project Falcon = CUSTOM",
                "patterns", "staff CUSTOM E-[0-9]{5}", "AGE", "GENERALISE"));
        assertThat(saved.body()).contains("Version 1 holds from now on.", "Project Falcon = CUSTOM", "staff CUSTOM E-[0-9]{5}", "value=\"55.5\"", "value=\"33.3\"");
        var policy = current().policy();
        assertThat(policy.thresholds()).containsEntry(FindingType.PERSON, 0.333);
        assertThat(policy.terms().allowed()).containsExactly("Acme");
        assertThat(policy.terms().dictionary()).containsEntry("Project Falcon", FindingType.CUSTOM);
    }

    @Test
    void aProfileFillsTheFormAndSavesNothing() {
        assertThat(visitor.get("/settings/policy?profile=gdpr-strict").body()).containsPattern("id=\"threshold\"[^>]*value=\"30\"");
        assertThat(current().version()).isZero();
    }

    @Test
    void aDraftIsTriedOnATextOfWhichNothingIsKept() {
        visitor.get("/settings/policy");
        HttpResponse<String> preview = visitor.submit("/settings/policy/preview", Map.of("threshold", "50", "EMAIL_ADDRESS", "TAG", "dictionary", "Falcon",
                "text", "Falcon: jane.k@corp.com"));
        assertThat(preview.body()).contains("&lt;EMAIL_ADDRESS_1&gt;", "Your own words and patterns", "+1", "beginnings of 0 stored calls");
        assertThat(current().version()).isZero();
    }

    @Test
    void whatCannotBeUsedIsNamedAndTheFormStaysAsTyped() {
        visitor.get("/settings/policy");
        HttpResponse<String> refused = visitor.submit("/settings/policy", Map.of("threshold", "50", "patterns", "good CUSTOM a+\n\nbad CUSTOM (", "allowed", "Acme"));
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("Line 3: The pattern cannot be read", "bad CUSTOM (", "Acme");
        assertThat(visitor.submit("/settings/policy", Map.of("threshold", "many")).body()).contains("The certainty is not a number.");
        assertThat(visitor.submit("/settings/policy", Map.of("dictionary", "a = SHOE")).body()).contains("There is no type");
        assertThat(visitor.submit("/settings/policy", Map.of("dictionary", "Falcon = CUSTOM\nFalcon = PERSON")).body()).contains("has two types");
    }

    private PolicyVersion current() {
        return Actor.call(Actor.system(organization), policies::current);
    }
}
