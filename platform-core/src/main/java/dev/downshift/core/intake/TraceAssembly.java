package dev.downshift.core.intake;

import dev.downshift.core.tenancy.Tenant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Puts the calls of a trace together whose spans came in any order and in any number of uploads: calls that name no conversation get the
 * one that another span of the trace names, and of a call that two instrumentations recorded, one around the other, the inner one stays.
 *
 * <p>It runs when an upload has been read, after the transactions that stored it and noted what it says: of two uploads that are read at
 * once the later one sees what both said.
 */
final class TraceAssembly {

    private static final String KEPT = "interval '1 day'";

    private final JdbcClient jdbc;

    TraceAssembly(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Applies, in the running transaction, what is noted to the calls of the upload, and what the upload noted to all calls. */
    void settle(UploadId upload) {
        UUID organization = Tenant.current().value();
        for (String scope : List.of("c.upload_id = ?", "t.upload_id = ?")) {
            jdbc.sql("""
                            update llm_call c set conversation = t.conversation from trace_conversation t
                            where t.organization_id = ? and c.organization_id = ? and c.conversation = t.trace and\s""" + scope)
                    .params(organization, organization, upload.value()).update();
            remove(scope, upload);
        }
        for (String notes : List.of("trace_conversation", "enclosing_span")) {
            jdbc.sql("delete from " + notes + " where organization_id = current_organization() and noted_at < now() - " + KEPT).update();
        }
    }

    private void remove(String scope, UploadId upload) {
        UUID organization = Tenant.current().value();
        Map<UUID, List<Integer>> weights = new HashMap<>();
        jdbc.sql("""
                        with gone as (delete from llm_call c using enclosing_span t
                            where t.organization_id = ? and c.organization_id = ?
                            and c.provider_call_id = t.name and c.provider_call_id like 'span-%' and\s""" + scope + """
                             returning c.id, c.upload_id, c.weight),
                            unnamed as (delete from call_identity i using gone where i.organization_id = ? and i.id = gone.id)
                        select upload_id, weight from gone""")
                .params(organization, organization, upload.value(), organization)
                .query(row -> {
                    weights.computeIfAbsent(row.getObject(1, UUID.class), unseen -> new ArrayList<>()).add(row.getInt(2));
                });
        weights.forEach((id, removed) -> jdbc.sql("update upload set calls = greatest(0, calls - ?), represented = greatest(0, represented - ?) where id = ?")
                .params(removed.size(), removed.stream().mapToInt(Integer::intValue).sum(), id).update());
    }
}
