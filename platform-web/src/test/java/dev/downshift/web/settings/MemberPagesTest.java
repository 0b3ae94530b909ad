package dev.downshift.web.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downshift.core.tenancy.NewPerson;
import dev.downshift.core.tenancy.Onboarding;
import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.core.tenancy.Role;
import dev.downshift.web.Visitor;
import dev.downshift.web.WebTest;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@WebTest
@NullUnmarked
class MemberPagesTest {

    private static final String PASSWORD = "a long enough password";

    @Autowired Onboarding onboarding;

    @LocalServerPort int port;

    NewPerson owner;
    NewPerson admin;

    @BeforeEach
    void anOwnerAndAnAdmin() {
        String unique = UUID.randomUUID().toString().substring(0, 8);
        owner = new NewPerson("ada-" + unique + "@example.com", "Ada", PASSWORD);
        admin = new NewPerson("ben-" + unique + "@example.com", "Ben", PASSWORD);
        OrganizationId organization = onboarding.createOrganization("Team " + unique, "team-" + unique, owner);
        onboarding.addMember(organization, admin, Role.ADMIN);
    }

    @Test
    void onlyAnOwnerIsOfferedToMakeAndRemoveOwners() {
        assertThat(membersSeenBy(owner)).contains("Remove Ben", "value=\"OWNER\"");
        assertThat(membersSeenBy(admin)).contains("value=\"APPROVER\"").doesNotContain("Remove Ada", "value=\"OWNER\"");
    }

    private String membersSeenBy(NewPerson person) {
        return new Visitor(port).signIn(person.email(), PASSWORD).get("/settings/members").body();
    }
}
