package dev.downshift.core.limits;

import dev.downshift.core.Conflict;
import dev.downshift.core.audit.AuditTrail;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.Permission;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** The intake policy of the current organization and its versions. */
@Service
@Transactional
public class IntakePolicies {

    private static final String SELECT = "select version, settings, created_by_name, created_at from intake_policy order by version desc";

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final AuditTrail audit;
    private final ApplicationEventPublisher events;

    IntakePolicies(JdbcClient jdbc, JsonMapper json, AuditTrail audit, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.json = json;
        this.audit = audit;
        this.events = events;
    }

    /** What applies now. */
    @Transactional(readOnly = true)
    public IntakePolicyVersion current() {
        return jdbc.sql(SELECT + " limit 1").query(this::version).optional().orElseGet(IntakePolicyVersion::standard);
    }

    /** Every version that was saved, newest first. */
    @Transactional(readOnly = true)
    public List<IntakePolicyVersion> history() {
        return jdbc.sql(SELECT).query(this::version).list();
    }

    /** Saves a policy as the next version. Limits and sampling count for what arrives from now on; retention for what is stored too. */
    public IntakePolicyVersion save(IntakePolicy policy) {
        Actor actor = Actor.current();
        actor.require(Permission.MANAGE_SETTINGS);
        IntakePolicyVersion before = current();
        if (before.policy().equals(policy)) {
            return before;
        }
        int version = before.version() + 1;
        try {
            jdbc.sql("insert into intake_policy (organization_id, version, settings, created_by_name) values (?, ?, ?::jsonb, ?)")
                    .params(actor.organization().value(), version, json.writeValueAsString(policy), actor.name()).update();
        } catch (DuplicateKeyException e) {
            throw new Conflict("Somebody else saved a policy at the same time. Load the page again and repeat your change.");
        }
        audit.append("intake-policy.saved", "intake-policy", version, changes(before.policy(), policy));
        events.publishEvent(new IntakePolicySaved(actor.organization(), policy));
        return current();
    }

    private static Map<String, Object> changes(IntakePolicy before, IntakePolicy after) {
        Map<String, Object> changes = new TreeMap<>();
        note(changes, "requestsPerSecond", before.requestsPerSecond(), after.requestsPerSecond());
        note(changes, "spansPerSecond", before.spansPerSecond(), after.spansPerSecond());
        note(changes, "dailyBytes", before.dailyBytes(), after.dailyBytes());
        note(changes, "keepCallsDays", before.keepCallsDays(), after.keepCallsDays());
        note(changes, "keepFilesDays", before.keepFilesDays(), after.keepFilesDays());
        note(changes, "sampleOneIn", before.sampleOneIn(), after.sampleOneIn());
        return changes;
    }

    private static void note(Map<String, Object> changes, String field, @Nullable Number before, @Nullable Number after) {
        if (!Objects.equals(before, after)) {
            changes.put(field, Objects.requireNonNullElse(before, "none") + " -> " + Objects.requireNonNullElse(after, "none"));
        }
    }

    private IntakePolicyVersion version(ResultSet row, int number) throws SQLException {
        return new IntakePolicyVersion(row.getInt(1), json.readValue(row.getString(2), IntakePolicy.class), row.getString(3),
                row.getObject(4, OffsetDateTime.class).toInstant());
    }
}
