package dev.downshift.api;

import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.ApiKeys;
import dev.downshift.core.tenancy.Members;
import dev.downshift.core.tenancy.NewPerson;
import dev.downshift.core.tenancy.Onboarding;
import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.core.tenancy.PersonId;
import dev.downshift.core.tenancy.Role;
import dev.downshift.core.tenancy.Scope;
import java.util.Set;
import java.util.UUID;

/** API keys of members of organizations that are founded for them. */
public class TestKeys {

    private final Onboarding onboarding;
    private final Members members;
    private final ApiKeys keys;

    TestKeys(Onboarding onboarding, Members members, ApiKeys keys) {
        this.onboarding = onboarding;
        this.members = members;
        this.keys = keys;
    }

    /** The secret of a new key of a member with this role, in an organization of its own. */
    public String secret(Role role, Scope... scopes) {
        String unique = UUID.randomUUID().toString();
        OrganizationId organization = onboarding.createOrganization("Acme", unique, person("founder" + unique));
        PersonId person = onboarding.addMember(organization, person(role + unique), role);
        Actor actor = members.actor(person, organization).orElseThrow();
        return Actor.call(actor, () -> keys.issue("test", Set.of(scopes), null).secret());
    }

    private static NewPerson person(String name) {
        return new NewPerson(name + "@example.com", name, "a password for tests");
    }
}
