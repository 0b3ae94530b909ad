package dev.downshift.core.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.downshift.core.AccessDenied;
import dev.downshift.core.CoreTest;
import dev.downshift.core.Organizations;
import dev.downshift.core.audit.AuditEntry;
import dev.downshift.core.audit.AuditTrail;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.Members;
import dev.downshift.core.tenancy.Onboarding;
import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.core.tenancy.Role;
import dev.downshift.engine.privacy.FindingType;
import dev.downshift.engine.privacy.RedactionPolicy;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@CoreTest
class RedactionTest {

    private static final String TEXT = "My name is Jane Kowalczyk, jane@corp.com";

    @Autowired Redaction redaction;
    @Autowired RedactionPolicies policies;
    @Autowired Redactions redactions;
    @Autowired AuditTrail trail;
    @Autowired Onboarding onboarding;
    @Autowired Members members;

    Organizations organizations;
    OrganizationId organization;
    Actor admin;

    @BeforeEach
    void anAdmin() {
        organizations = new Organizations(onboarding, members);
        organization = organizations.create();
        admin = organizations.member(organization, Role.ADMIN);
    }

    @Test
    void surrogatesAreTheSameInAnOrganizationAndOthersInAnother() {
        String once = redaction.redactorFor(organization).redact(TEXT).value();
        assertThat(redaction.redactorFor(organization).redact(TEXT).value()).isEqualTo(once);
        assertThat(redaction.redactorFor(organizations.create()).redact(TEXT).value()).isNotEqualTo(once);
    }

    @Test
    void aSavedPolicyIsTheNextVersionAndIsWrittenDown() {
        assertThat(redaction.versionedRedactorFor(organization).policyVersion()).isZero();
        RedactionPolicy policy = RedactionPolicy.standard().with(FindingType.PERSON, RedactionPolicy.Mode.KEEP)
                .with(FindingType.EMAIL_ADDRESS, RedactionPolicy.Mode.TAG);
        Actor.run(admin, () -> {
            assertThat(policies.save(policy).version()).isEqualTo(1);
            assertThat(policies.save(policy).version()).isEqualTo(1);
            assertThat(policies.history()).singleElement().satisfies(version -> assertThat(version.policy()).isEqualTo(policy));
            assertThat(redaction.versionedRedactorFor(organization).policyVersion()).isEqualTo(1);
            assertThat(trail.list(AuditTrail.Filter.ALL, null).items()).extracting(AuditEntry::action).contains("redaction-policy.saved");
        });
        assertThat(redaction.redactorFor(organization).redact(TEXT).value()).isEqualTo("My name is Jane Kowalczyk, <EMAIL_ADDRESS_1>");
    }

    @Test
    void anEngineerCannotChangeThePolicy() {
        Actor engineer = organizations.member(organization, Role.ENGINEER);
        assertThatThrownBy(() -> Actor.run(engineer, () -> policies.save(RedactionPolicy.standard()))).isInstanceOf(AccessDenied.class);
    }

    @Test
    void aDraftIsComparedWithWhatAppliesNow() {
        RedactionPolicy draft = RedactionPolicy.standard().with(FindingType.EMAIL_ADDRESS, RedactionPolicy.Mode.DROP).denying("my name", FindingType.CUSTOM);
        Actor.run(admin, () -> {
            Redactions.Comparison comparison = redactions.compare(draft, List.of(TEXT)).getFirst();
            assertThat(comparison.current().findings()).hasSize(2);
            assertThat(comparison.draft().findings()).hasSize(3);
            assertThat(comparison.draft().value()).endsWith(", ");
            assertThat(policies.history()).isEmpty();
        });
        Actor engineer = organizations.member(organization, Role.ENGINEER);
        assertThatThrownBy(() -> Actor.run(engineer, () -> redactions.compare(draft, List.of(TEXT)))).isInstanceOf(AccessDenied.class);
    }
}
