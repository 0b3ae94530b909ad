package dev.downshift.core.routing;

import dev.downshift.core.routing.RouteChange.State;
import dev.downshift.core.tasks.TaskId;
import dev.downshift.core.training.CandidateId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads routes and their changes from rows. */
final class RouteRows {

    private RouteRows() {}

    static RouteView route(ResultSet row, int number) throws SQLException {
        State state = state(row, 2);
        return new RouteView(new TaskId(row.getObject(1, UUID.class)), state.mode(), state.share(), state.candidate(), state.promotionRequest(),
                row.getString(6), row.getObject(7, OffsetDateTime.class).toInstant(), row.getInt(8));
    }

    static RouteChange change(ResultSet row, int number) throws SQLException {
        return new RouteChange(row.getObject(1, UUID.class), RouteChange.Kind.valueOf(row.getString(2)), state(row, 3), state(row, 7),
                row.getString(11), row.getString(12), row.getObject(13, OffsetDateTime.class).toInstant());
    }

    private static State state(ResultSet row, int first) throws SQLException {
        @Nullable UUID candidate = row.getObject(first + 2, UUID.class);
        return new State(Mode.valueOf(row.getString(first)), row.getBigDecimal(first + 1), candidate == null ? null : new CandidateId(candidate),
                row.getObject(first + 3, UUID.class));
    }
}
