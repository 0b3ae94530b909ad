package dev.downshift.core.tenancy;

import dev.downshift.core.AccessDenied;
import dev.downshift.core.Conflict;
import dev.downshift.core.NotFound;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionOperations;

/** The members of the current organization, and the organizations of a person. */
@Service
@Transactional
public class Members {

    private static final String SELECT = """
            select p.id, p.email, p.display_name, m.role, m.created_at
            from member m join person p on p.id = m.person_id
            """;

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final ApplicationEventPublisher events;

    Members(JdbcClient jdbc, TransactionOperations transactions, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.events = events;
    }

    @Transactional(readOnly = true)
    public Organization organization() {
        return jdbc.sql("select id, name, slug, created_at from organization where id = ?")
                .param(Tenant.current().value())
                .query((row, i) -> new Organization(new OrganizationId(row.getObject(1, UUID.class)), row.getString(2),
                        row.getString(3), row.getObject(4, OffsetDateTime.class).toInstant()))
                .single();
    }

    @Transactional(readOnly = true)
    public List<Member> list() {
        return jdbc.sql(SELECT + "order by p.display_name, p.id").query(Members::member).list();
    }

    @Transactional(readOnly = true)
    public Member get(PersonId person) {
        return find(person).orElseThrow(() -> new NotFound("member"));
    }

    /** The organizations a person belongs to, by name. */
    @Transactional(propagation = Propagation.NEVER)
    public List<Membership> of(PersonId person) {
        return Tenant.asPerson(person, () -> transactions.execute(status -> jdbc.sql("""
                        select o.id, o.name, o.slug, m.role from member m join organization o on o.id = m.organization_id
                        where m.person_id = ? order by o.name, o.id""")
                .param(person.value())
                .query((row, i) -> new Membership(new OrganizationId(row.getObject(1, UUID.class)), row.getString(2),
                        row.getString(3), Role.valueOf(row.getString(4))))
                .list()));
    }

    /** The person as an actor in an organization; nothing where she is no member. */
    @Transactional(propagation = Propagation.NEVER)
    public Optional<Actor> actor(PersonId person, OrganizationId organization) {
        return Tenant.call(organization, () -> transactions.execute(status -> find(person)))
                .map(member -> new Actor(Actor.Kind.PERSON, person.value(), person, member.displayName(), organization,
                        member.role().permissions()));
    }

    public void changeRole(PersonId person, Role role) {
        requireToManage(role);
        Member member = get(person);
        requireToManage(member.role());
        if (member.role() == Role.OWNER && role != Role.OWNER) {
            requireAnotherOwner(person);
        }
        jdbc.sql("update member set role = ? where person_id = ?").params(role.name(), person.value()).update();
        events.publishEvent(new TenancyEvent("member.role-changed", "member", person,
                Map.of("from", member.role().name(), "to", role.name())));
    }

    public void remove(PersonId person) {
        Actor.current().require(Permission.MANAGE_MEMBERS);
        Member member = get(person);
        requireToManage(member.role());
        if (member.role() == Role.OWNER) {
            requireAnotherOwner(person);
        }
        jdbc.sql("delete from member where person_id = ?").param(person.value()).update();
        events.publishEvent(
                new TenancyEvent("member.removed", "member", person, Map.of("role", member.role().name())));
    }

    void add(PersonId person, Role role) {
        int added = jdbc.sql("""
                        insert into member (organization_id, person_id, role) values (?, ?, ?)
                        on conflict (organization_id, person_id) do nothing""")
                .params(Tenant.current().value(), person.value(), role.name())
                .update();
        if (added == 0) {
            throw new Conflict("This person is a member already.");
        }
        events.publishEvent(new TenancyEvent("member.added", "member", person, Map.of("role", role.name())));
    }

    static void requireToManage(Role role) {
        Actor actor = Actor.current();
        actor.require(Permission.MANAGE_MEMBERS);
        if (role == Role.OWNER && !actor.may(Permission.MANAGE_OWNERS)) {
            throw new AccessDenied("Only an owner may make or change an owner.");
        }
    }

    private Optional<Member> find(PersonId person) {
        return jdbc.sql(SELECT + "where m.person_id = ?").param(person.value()).query(Members::member).optional();
    }

    private void requireAnotherOwner(PersonId person) {
        jdbc.sql("select id from organization for update").query((row, i) -> row.getString(1)).list();
        if (jdbc.sql("select from member where role = 'OWNER' and person_id <> ?").param(person.value())
                .query((row, i) -> true).list().isEmpty()) {
            throw new Conflict("An organization keeps at least one owner. Make someone else an owner first.");
        }
    }

    private static Member member(ResultSet row, int number) throws SQLException {
        return new Member(new PersonId(row.getObject(1, UUID.class)), row.getString(2), row.getString(3),
                Role.valueOf(row.getString(4)), row.getObject(5, OffsetDateTime.class).toInstant());
    }
}
