package dev.downshift.core;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** A time of a row that may have none. */
public final class NullableInstant {

    private NullableInstant() {}

    public static @Nullable Instant of(ResultSet row, String column) throws SQLException {
        return of(row, row.findColumn(column));
    }

    /** The time in a column by its number, from 1. */
    public static @Nullable Instant of(ResultSet row, int column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
