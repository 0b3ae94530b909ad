package dev.downshift.core.privacy;

import dev.downshift.core.Conflict;
import dev.downshift.core.audit.AuditTrail;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.Permission;
import dev.downshift.engine.privacy.FindingType;
import dev.downshift.engine.privacy.RedactionPolicy;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** The redaction policy of the current organization and its versions. What is stored already stays as it is. */
@Service
@Transactional
public class RedactionPolicies {

    private static final String SELECT = "select version, settings, created_by_name, created_at from redaction_policy order by version desc";

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final AuditTrail audit;

    RedactionPolicies(JdbcClient jdbc, JsonMapper json, AuditTrail audit) {
        this.jdbc = jdbc;
        this.json = json;
        this.audit = audit;
    }

    /** What applies now. */
    @Transactional(readOnly = true)
    public PolicyVersion current() {
        return jdbc.sql(SELECT + " limit 1").query(this::version).optional().orElseGet(PolicyVersion::standard);
    }

    /** Every version that was saved, newest first. */
    @Transactional(readOnly = true)
    public List<PolicyVersion> history() {
        return jdbc.sql(SELECT).query(this::version).list();
    }

    /** Saves a policy as the next version; it applies to what is read from now on. */
    public PolicyVersion save(RedactionPolicy policy) {
        Actor actor = Actor.current();
        actor.require(Permission.MANAGE_SETTINGS);
        PolicyVersion before = current();
        if (before.policy().equals(policy)) {
            return before;
        }
        int version = before.version() + 1;
        try {
            jdbc.sql("insert into redaction_policy (organization_id, version, settings, created_by_name) values (?, ?, ?::jsonb, ?)")
                    .params(actor.organization().value(), version, json.writeValueAsString(policy), actor.name()).update();
        } catch (DuplicateKeyException e) {
            throw new Conflict("Somebody else saved a policy at the same time. Load the page again and repeat your change.");
        }
        audit.append("redaction-policy.saved", "redaction-policy", version, changes(before.policy(), policy));
        return current();
    }

    /** What changed; of lists how long they are, because their words may be somebody's data. */
    private static Map<String, Object> changes(RedactionPolicy before, RedactionPolicy after) {
        Map<String, Object> changes = new TreeMap<>();
        for (FindingType type : FindingType.values()) {
            if (before.modes().get(type) != after.modes().get(type)) {
                changes.put(type.name(), before.modes().get(type) + " -> " + after.modes().get(type));
            }
        }
        changes.put("threshold", after.threshold());
        changes.put("thresholds", after.thresholds());
        changes.put("allowed", after.terms().allowed().size());
        changes.put("dictionary", after.terms().dictionary().size());
        changes.put("patterns", after.terms().patterns().size());
        changes.put("rules", after.rules().size());
        return changes;
    }

    private PolicyVersion version(ResultSet row, int number) throws SQLException {
        return new PolicyVersion(row.getInt(1), json.readValue(row.getString(2), RedactionPolicy.class), row.getString(3),
                row.getObject(4, OffsetDateTime.class).toInstant());
    }
}
