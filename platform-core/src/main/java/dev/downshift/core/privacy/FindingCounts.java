package dev.downshift.core.privacy;

import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** How much was found, by type, rule and place; never what. */
@Service
@Transactional(readOnly = true)
public class FindingCounts {

    private final JdbcClient jdbc;

    FindingCounts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * So many findings of a type by a rule in a place.
     *
     * @param place a JSON pointer with a star for each index
     * @param lowestScore of these findings
     */
    public record Count(String type, String rule, String place, long findings, double lowestScore) {}

    /** Counts of an upload, most first. Each distinct message counts once. */
    public List<Count> ofUpload(UUID upload) {
        return jdbc.sql("""
                        select type, rule, regexp_replace(pointer, '/[0-9]+(?=/|$)', '/*', 'g') as place, count(*), min(score)
                        from finding where upload_id = ? group by 1, 2, 3 order by 4 desc, 1, 2, 3""")
                .param(upload)
                .query((row, number) -> new Count(row.getString(1), row.getString(2), row.getString(3), row.getLong(4), row.getDouble(5)))
                .list();
    }
}
