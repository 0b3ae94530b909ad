package dev.downshift.core.tenancy;

import dev.downshift.core.Conflict;
import dev.downshift.core.InvalidInput;
import dev.downshift.core.Text;
import java.util.Map;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/** How organizations and their first members come to be: by the operator of an installation, not over the network. */
@Service
public class Onboarding {

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final People people;
    private final Members members;
    private final WrappedOrganizationKeys keys;
    private final ApplicationEventPublisher events;

    Onboarding(JdbcClient jdbc, TransactionOperations transactions, People people, Members members,
            WrappedOrganizationKeys keys, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.people = people;
        this.members = members;
        this.keys = keys;
        this.events = events;
    }

    /**
     * Founds an organization with its first owner.
     *
     * @param slug its name in addresses: small letters, digits and hyphens
     */
    public OrganizationId createOrganization(String name, String slug, NewPerson owner) {
        if (!slug.matches("[a-z0-9][a-z0-9-]{0,62}")) {
            throw new InvalidInput("slug", "This is no short name.", "Use small letters, digits and hyphens.");
        }
        if (name.isBlank() || name.length() > Text.LONGEST_NAME) {
            throw new InvalidInput("organization", "The organization has no name, or a name that is too long.", "Use 1 to " + Text.LONGEST_NAME + " characters.");
        }
        OrganizationId organization = new OrganizationId(UUID.randomUUID());
        Actor.run(Actor.system(organization), () -> transactions.executeWithoutResult(status -> {
            insert(organization, name, slug);
            events.publishEvent(new TenancyEvent("organization.created", "organization", organization, Map.of("slug", slug)));
            members.add(register(owner), Role.OWNER);
        }));
        return organization;
    }

    /** Registers a person and makes her a member. */
    public PersonId addMember(OrganizationId organization, NewPerson person, Role role) {
        return Actor.call(Actor.system(organization), () -> transactions.execute(status -> {
            PersonId id = register(person);
            members.add(id, role);
            return id;
        }));
    }

    /** Whether the installation is new: nobody can sign in, so the first organization is still to be founded. */
    public boolean nobodyYet() {
        return jdbc.sql("select from person limit 1").query((row, i) -> true).list().isEmpty();
    }

    private void insert(OrganizationId organization, String name, String slug) {
        try {
            jdbc.sql("insert into organization (id, name, slug, wrapped_key) values (?, ?, ?, ?)")
                    .params(organization.value(), name, slug, keys.create(organization))
                    .update();
        } catch (DuplicateKeyException e) {
            throw new Conflict("The short name '" + slug + "' is taken.");
        }
    }

    private PersonId register(NewPerson person) {
        return people.register(person).orElseThrow(() -> new Conflict("The e-mail address is registered already."));
    }
}
