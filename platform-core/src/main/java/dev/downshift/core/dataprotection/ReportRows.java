package dev.downshift.core.dataprotection;

import dev.downshift.core.dataprotection.PrivacyReport.Access;
import dev.downshift.core.dataprotection.PrivacyReport.DatasetFindings;
import dev.downshift.core.dataprotection.PrivacyReport.Found;
import dev.downshift.core.dataprotection.PrivacyReport.UploadFindings;
import dev.downshift.core.privacy.PolicyVersion;
import dev.downshift.core.tenancy.Tenant;
import dev.downshift.engine.privacy.FindingType;
import dev.downshift.engine.privacy.RedactionPolicy;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads what a report is made of, across capabilities, in one statement a question. */
@Component
class ReportRows {

    private static final String ACCESSES =
            "'calls.exported', 'task.exported', 'dataset.exported', 'call.opened', 'dataset.opened'";
    private static final String OF_UPLOADS = """
            from finding f join upload u on u.organization_id = f.organization_id and u.id = f.upload_id
            where f.organization_id = ? and u.created_at >= ? and u.created_at < ?""";

    private final JdbcClient jdbc;
    private final JsonMapper json;

    ReportRows(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** The rule that generalises a place looks at each distinct pointer, and there are few. */
    List<Found> found(Period period, Map<Integer, PolicyVersion> versions) {
        return jdbc.sql("""
                        select type, rule, regexp_replace(pointer, '/[0-9]+(?=/|$)', '/*', 'g') as place,
                          policy_version, sum(findings)::bigint, sum(scores) / sum(findings), min(lowest)
                        from (select f.type, f.rule, f.pointer, f.policy_version, count(*) as findings,
                                sum(f.score::numeric) as scores, min(f.score) as lowest
                              %s group by 1, 2, 3, 4) f
                        group by 1, 2, 3, 4 order by 5 desc, 1, 2, 3, 4""".formatted(OF_UPLOADS))
                .params(Tenant.current().value(), period.begins(), period.ends())
                .query((row, number) -> new Found(row.getString(1), row.getString(2), row.getString(3), row.getInt(4),
                        mode(versions.get(row.getInt(4)), row.getString(1)), row.getLong(5), row.getDouble(6),
                        row.getDouble(7))).list();
    }

    private static RedactionPolicy.@Nullable Mode mode(@Nullable PolicyVersion version, String type) {
        return version == null ? null : Stream.of(FindingType.values()).filter(one -> one.name().equals(type))
                .filter(known -> version.policy().rules().stream().noneMatch(rule -> rule.modes().containsKey(known)))
                .findFirst().map(known -> version.policy().modes().get(known)).orElse(null);
    }

    List<UploadFindings> uploads(Period period) {
        UUID organization = Tenant.current().value();
        Map<UUID, Map<String, Long>> byType = byType("select f.upload_id, f.type, count(*) " + OF_UPLOADS + " group by 1, 2",
                organization, period.begins(), period.ends());
        return jdbc.sql("""
                        select id, file_name, created_at, calls - removed from upload
                        where organization_id = ? and created_at >= ? and created_at < ?
                        order by created_at desc, id desc""")
                .params(organization, period.begins(), period.ends())
                .query((row, number) -> {
                    UUID id = row.getObject(1, UUID.class);
                    return new UploadFindings(id, row.getString(2), instant(row, 3), row.getLong(4),
                            byType.getOrDefault(id, Map.of()));
                }).list();
    }

    List<DatasetFindings> datasets(Period period) {
        UUID organization = Tenant.current().value();
        Map<UUID, Map<String, Long>> byType = byType("""
                        with used as (
                            select distinct d.id as dataset, m.id from dataset d
                            join dataset_example e on e.organization_id = d.organization_id and e.dataset_id = d.id
                            join call_identity i on i.organization_id = e.organization_id and i.id = e.call_id
                            join llm_call c on c.organization_id = i.organization_id and c.ordered_at = i.ordered_at
                              and c.id = i.id
                            cross join lateral unnest(c.message_ids || c.response_id || c.tool_set_id) as m (id)
                            where d.organization_id = ? and d.created_at >= ? and d.created_at < ?)
                        select u.dataset, f.type, count(*)
                        from used u join finding f on f.organization_id = ? and f.message_id = u.id group by 1, 2""",
                organization, period.begins(), period.ends(), organization);
        return jdbc.sql("""
                        select d.id, d.name, d.created_at, count(e.call_id), count(i.id) from dataset d
                        left join dataset_example e on e.organization_id = d.organization_id and e.dataset_id = d.id
                        left join call_identity i on i.organization_id = e.organization_id and i.id = e.call_id
                        where d.organization_id = ? and d.created_at >= ? and d.created_at < ?
                        group by d.id, d.name, d.created_at order by d.created_at desc, d.id desc""")
                .params(organization, period.begins(), period.ends())
                .query((row, number) -> {
                    UUID id = row.getObject(1, UUID.class);
                    return new DatasetFindings(id, row.getString(2), instant(row, 3), row.getLong(4), row.getLong(5),
                            byType.getOrDefault(id, Map.of()));
                }).list();
    }

    List<Access> accesses(Period period) {
        return jdbc.sql("""
                        select sequence, occurred_at, actor_name, action, subject_type, subject_id, details
                        from audit_entry where organization_id = ? and action in (%s)
                          and occurred_at >= ? and occurred_at < ? order by sequence desc""".formatted(ACCESSES))
                .params(Tenant.current().value(), period.begins(), period.ends())
                .query((row, number) -> new Access(row.getLong(1), instant(row, 2), row.getString(3), row.getString(4),
                        row.getString(5), row.getString(6), details(row.getString(7)))).list();
    }

    private Map<String, String> details(String text) {
        JsonNode details = json.readTree(text);
        Map<String, String> texts = new TreeMap<>();
        details.propertyNames().forEach(name -> texts.put(name, details.path(name).asString(details.path(name).toString())));
        return texts;
    }

    private Map<UUID, Map<String, Long>> byType(String sql, Object... parameters) {
        Map<UUID, Map<String, Long>> all = new HashMap<>();
        jdbc.sql(sql).params(parameters).query(row -> {
            all.computeIfAbsent(row.getObject(1, UUID.class), id -> new TreeMap<>()).put(row.getString(2), row.getLong(3));
        });
        return all;
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
