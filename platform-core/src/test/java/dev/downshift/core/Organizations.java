package dev.downshift.core;

import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.Members;
import dev.downshift.core.tenancy.NewPerson;
import dev.downshift.core.tenancy.Onboarding;
import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.core.tenancy.PersonId;
import dev.downshift.core.tenancy.Role;
import java.util.Locale;
import java.util.UUID;

/** Fresh organizations for tests, and members of them to act as. */
public record Organizations(Onboarding onboarding, Members members) {

    public static final String PASSWORD = "a password for tests";

    public OrganizationId create() {
        String unique = UUID.randomUUID().toString().substring(0, 8);
        return onboarding.createOrganization("Organization " + unique, "organization-" + unique, person("owner"));
    }

    public Actor member(OrganizationId organization, Role role) {
        PersonId person = onboarding.addMember(organization, person(role.name().toLowerCase(Locale.ROOT)), role);
        return members.actor(person, organization).orElseThrow();
    }

    public static NewPerson person(String name) {
        return new NewPerson(name + "-" + UUID.randomUUID() + "@example.com", name, PASSWORD);
    }
}
