package dev.downshift.core.limits;

import java.time.LocalDate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Counts what comes in, in the database, so that several processes agree. */
@Component
@Transactional
class IntakeDays {

    private static final String ADD = """
            insert into intake_day as d (organization_id, day, bytes, dropped_calls) values (current_organization(), :day, :bytes, :dropped)
            on conflict (organization_id, day) do update set bytes = d.bytes + excluded.bytes, dropped_calls = d.dropped_calls + excluded.dropped_calls""";

    private final JdbcClient jdbc;

    IntakeDays(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Transactional(readOnly = true)
    public IntakeDay of(LocalDate day) {
        return jdbc.sql("select bytes, dropped_calls from intake_day where day = ?").param(day)
                .query((row, number) -> new IntakeDay(day, row.getLong(1), row.getLong(2))).optional().orElseGet(() -> new IntakeDay(day, 0, 0));
    }

    public void add(LocalDate day, long bytes, long dropped) {
        jdbc.sql(ADD).param("day", day).param("bytes", bytes).param("dropped", dropped).update();
    }

    /** Adds bytes unless the day would then have more than these, and answers whether it did. Other transactions of the day wait meanwhile. */
    public boolean addWithin(LocalDate day, long bytes, long most) {
        return bytes <= most && jdbc.sql(ADD + " where d.bytes + excluded.bytes <= :most")
                .param("day", day).param("bytes", bytes).param("dropped", 0).param("most", most).update() == 1;
    }
}
