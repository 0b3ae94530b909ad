package dev.downshift.core.dataprotection;

import dev.downshift.core.datasets.DatasetId;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.Permission;
import dev.downshift.core.tenancy.Tenant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What was made with calls that are erased: datasets, which are frozen, and models, which have learned. */
@Service
@Transactional(readOnly = true)
public class Lineage {

    private final JdbcClient jdbc;

    Lineage(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A dataset with examples of found or erased calls.
     *
     * @param examples how many
     * @param runs that were trained on the dataset
     */
    public record Made(UUID dataset, String name, long examples, List<Run> runs) {
        private Made with(Run run) {
            return new Made(dataset, name, examples, Stream.concat(runs.stream(), Stream.of(run)).toList());
        }
    }

    /**
     * A training run.
     *
     * @param model the name of what came of it; null if nothing has
     */
    public record Run(UUID id, String baseModel, @Nullable String model) {}

    /** How many examples of a dataset come from calls that are erased; whoever may see the dataset is told. */
    public long erasedExamples(DatasetId dataset) {
        return jdbc.sql("""
                        select count(distinct e.ordinal) from dataset_example e
                        join erasure_call x on x.organization_id = e.organization_id and x.call_id = e.call_id and x.erased
                        where e.organization_id = ? and e.dataset_id = ?""")
                .params(Tenant.current().value(), dataset.value())
                .query((row, number) -> row.getLong(1)).single();
    }

    /** What was made with the calls of an erasure, the newest dataset first; it takes the permission to manage settings. */
    public List<Made> madeWith(ErasureId erasure) {
        Actor.current().require(Permission.MANAGE_SETTINGS);
        Map<UUID, Made> made = new LinkedHashMap<>();
        jdbc.sql("""
                        select d.id, d.name, d.examples, r.id, r.base_model, c.name
                        from (select d.id, d.organization_id, d.name, d.created_at, count(*) as examples
                              from erasure_call x join dataset_example e on e.organization_id = x.organization_id and e.call_id = x.call_id
                              join dataset d on d.organization_id = e.organization_id and d.id = e.dataset_id
                              where x.organization_id = ? and x.erasure_id = ? group by d.id) d
                        left join training_run r on r.organization_id = d.organization_id and r.dataset_id = d.id
                        left join candidate c on c.organization_id = r.organization_id and c.training_run_id = r.id
                        order by d.created_at desc, d.id, r.requested_at desc, r.id""")
                .params(Tenant.current().value(), erasure.value())
                .query(row -> {
                    UUID dataset = row.getObject(1, UUID.class);
                    Made there = made.getOrDefault(dataset, new Made(dataset, row.getString(2), row.getLong(3), List.of()));
                    UUID run = row.getObject(4, UUID.class);
                    made.put(dataset, run == null ? there : there.with(new Run(run, row.getString(5), row.getString(6))));
                });
        return List.copyOf(made.values());
    }
}
