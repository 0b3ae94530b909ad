package dev.downshift.core.overview;

import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Finds what has a name, across capabilities, by a part of it. */
@Service
@Transactional(readOnly = true)
public class Names {

    private final JdbcClient jdbc;

    Names(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Something with a name: for a task its id, for a candidate the id of the run that made it. */
    public record Named(UUID id, String name) {}

    public List<Named> tasks(String part, int limit) {
        return find("select id, name from task where status = 'ACTIVE' and strpos(lower(name), lower(?)) > 0 order by calls desc, id limit ?",
                part, limit);
    }

    public List<Named> candidates(String part, int limit) {
        return find("select training_run_id, name from candidate where strpos(lower(name || ' ' || base_model), lower(?)) > 0 "
                + "order by created_at desc, id limit ?", part, limit);
    }

    private List<Named> find(String sql, String part, int limit) {
        return jdbc.sql(sql).params(part, limit)
                .query((row, i) -> new Named(row.getObject(1, UUID.class), row.getString(2)))
                .list();
    }
}
