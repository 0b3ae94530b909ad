package dev.downshift.core.tenancy;

import dev.downshift.core.Conflict;
import dev.downshift.core.InvalidInput;
import dev.downshift.core.NotFound;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionOperations;

/** Invitations to the current organization. The link is handed over by the inviter; Downshift sends no mail. */
@Service
@Transactional
public class Invitations {

    private static final String PREFIX = "dsi";
    private static final String OPEN = "accepted_at is null and revoked_at is null and expires_at > now()";

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final People people;
    private final Members members;
    private final ApplicationEventPublisher events;

    Invitations(JdbcClient jdbc, TransactionOperations transactions, People people, Members members,
            ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.people = people;
        this.members = members;
        this.events = events;
    }

    @Transactional(readOnly = true)
    public List<Invitation> open() {
        return jdbc.sql("""
                        select i.id, i.email, i.role, p.display_name, i.created_at, i.expires_at
                        from invitation i join person p on p.id = i.invited_by
                        where %s order by i.created_at desc, i.id desc""".formatted(OPEN))
                .query(Invitations::invitation)
                .list();
    }

    public Invitation.Issued invite(String email, Role role) {
        Members.requireToManage(role);
        Actor actor = Actor.current();
        PersonId inviter = actor.person();
        if (inviter == null) {
            throw new IllegalStateException("only a person invites");
        }
        String address = email.strip().toLowerCase(Locale.ROOT);
        if (!NewPerson.isEmail(address)) {
            throw new InvalidInput("email", "This is no e-mail address.", "Write it like name@example.com.");
        }
        Secret token = Secret.generate(PREFIX, actor.organization());
        UUID id = jdbc.sql("""
                        insert into invitation (organization_id, email, role, token_hash, invited_by, expires_at)
                        values (?, ?, ?, ?, ?, now() + interval '7 days') returning id""")
                .params(actor.organization().value(), address, role.name(), token.hash(), inviter.value())
                .query((row, i) -> row.getObject(1, UUID.class))
                .single();
        events.publishEvent(new TenancyEvent("member.invited", "invitation", id, Map.of("role", role.name())));
        return new Invitation.Issued(new Invitation.Id(id), token.text());
    }

    public void revoke(Invitation.Id id) {
        Actor.current().require(Permission.MANAGE_MEMBERS);
        if (jdbc.sql("update invitation set revoked_at = now() where id = ? and " + OPEN).param(id.value()).update() == 0) {
            throw new NotFound("invitation");
        }
        events.publishEvent(new TenancyEvent("invitation.revoked", "invitation", id, Map.of()));
    }

    /** What a token offers; an unknown, used or expired one is not found. */
    @Transactional(propagation = Propagation.NEVER)
    public Invitation.Offer offer(String token) {
        return withOpen(token, found -> new Invitation.Offer(members.organization().name(), found.email(), found.role(),
                registered(found.email())));
    }

    /** Accepts for someone new, who chooses a name and a password. */
    @Transactional(propagation = Propagation.NEVER)
    public PersonId accept(String token, String displayName, String password) {
        return withOpen(token, found -> {
            PersonId person = people.register(new NewPerson(found.email(), displayName, password))
                    .orElseThrow(() -> new Conflict("This address is registered. Sign in to accept the invitation."));
            return join(found, person);
        });
    }

    /** Accepts for a person who is signed in; the invitation has to be for her address. */
    @Transactional(propagation = Propagation.NEVER)
    public PersonId accept(String token, PersonId person) {
        return withOpen(token, found -> {
            if (!people.get(person).email().equals(found.email())) {
                throw new Conflict("This invitation is for another e-mail address. Sign in with that one.");
            }
            return join(found, person);
        });
    }

    private PersonId join(Open found, PersonId person) {
        jdbc.sql("update invitation set accepted_at = now() where id = ?").param(found.id()).update();
        members.add(person, found.role());
        return person;
    }

    private boolean registered(String email) {
        return !jdbc.sql("select from person where email = ?").param(email).query((row, i) -> true).list().isEmpty();
    }

    private record Open(UUID id, String email, Role role) {}

    private <T> T withOpen(String token, Function<Open, T> work) {
        Optional<Secret> secret = Secret.parse(PREFIX, token);
        OrganizationId organization = secret.map(Secret::organization).orElseThrow(() -> new NotFound("invitation"));
        byte[] hash = secret.map(Secret::hash).orElseThrow();
        @Nullable T result = Actor.call(Actor.system(organization), () -> transactions.execute(status -> work.apply(
                jdbc.sql("select id, email, role from invitation where token_hash = ? and " + OPEN + " for update")
                        .param(hash)
                        .query((row, i) -> new Open(row.getObject(1, UUID.class), row.getString(2),
                                Role.valueOf(row.getString(3))))
                        .optional()
                        .orElseThrow(() -> new NotFound("invitation")))));
        return Objects.requireNonNull(result);
    }

    private static Invitation invitation(ResultSet row, int number) throws SQLException {
        return new Invitation(new Invitation.Id(row.getObject(1, UUID.class)), row.getString(2),
                Role.valueOf(row.getString(3)), row.getString(4), row.getObject(5, OffsetDateTime.class).toInstant(),
                row.getObject(6, OffsetDateTime.class).toInstant());
    }
}
