package dev.downshift.standalone.browser;

import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.Members;
import dev.downshift.core.tenancy.NewPerson;
import dev.downshift.core.tenancy.Onboarding;
import dev.downshift.core.tenancy.PersonId;
import dev.downshift.core.tenancy.Role;
import dev.downshift.core.tenancy.Tenant;
import java.util.Locale;
import java.util.UUID;
import org.springframework.context.ApplicationContext;

/** A member of an organization, with what she signs in by. */
record Account(Actor actor, String email) {

    static final String PASSWORD = "a password for tests";

    /** Founds an organization and answers its owner. */
    static Account found(ApplicationContext beans, String organization) {
        var person = person("Olive Owner");
        var unique = UUID.randomUUID().toString().substring(0, 8);
        var id = beans.getBean(Onboarding.class).createOrganization(organization, "browser-" + unique, person);
        var members = beans.getBean(Members.class);
        PersonId owner = Tenant.call(id, members::list).getFirst().person();
        return new Account(members.actor(owner, id).orElseThrow(), person.email());
    }

    /** Adds a member to the same organization. */
    Account join(ApplicationContext beans, String name, Role role) {
        var person = person(name);
        var id = beans.getBean(Onboarding.class).addMember(actor.organization(), person, role);
        return new Account(beans.getBean(Members.class).actor(id, actor.organization()).orElseThrow(), person.email());
    }

    private static NewPerson person(String name) {
        return new NewPerson(name.toLowerCase(Locale.ROOT).replace(' ', '.') + "-" + UUID.randomUUID() + "@example.com", name, PASSWORD);
    }
}
