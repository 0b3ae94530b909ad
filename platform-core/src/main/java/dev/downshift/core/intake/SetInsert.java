package dev.downshift.core.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Collects rows and writes them with one {@code insert ... select from unnest(...) on conflict do nothing}, since PostgreSQL
 * refuses COPY into tables under row-level security. The organization is the running transaction's.
 */
final class SetInsert {

    private static final int MOST_ROWS = 5_000;
    private static final int MOST_CHARACTERS = 2 << 20;

    private final String sql;
    private final List<List<@Nullable String>> columns = new ArrayList<>();
    private int rows;
    private long characters;

    /**
     * @param order the columns to insert in the order of, so that two transactions with the same rows cannot lock each other
     * @param columns each a name and a type, such as {@code "body jsonb"}, or what to make of its text, such as {@code "size = length(r.size)"}
     */
    SetInsert(String table, String order, String... columns) {
        List<String> names = new ArrayList<>();
        List<String> casts = new ArrayList<>();
        for (String column : columns) {
            String name = column.substring(0, column.indexOf(' '));
            names.add(name);
            casts.add(column.contains(" = ") ? column.substring(name.length() + " = ".length()) : "r." + name + "::" + column.substring(name.length() + 1));
            this.columns.add(new ArrayList<>());
        }
        this.sql = "insert into " + table + " (organization_id, " + String.join(", ", names) + ") select current_organization(), "
                + String.join(", ", casts) + " from unnest(" + names.stream().map(name -> "?::text[]").collect(Collectors.joining(", "))
                + ") as r(" + String.join(", ", names) + ") order by " + order + " on conflict do nothing";
    }

    void add(@Nullable String... values) {
        if (values.length != columns.size()) {
            throw new IllegalArgumentException("a row has " + columns.size() + " values");
        }
        for (int index = 0; index < values.length; index++) {
            String value = values[index];
            columns.get(index).add(value);
            characters += value == null ? 0 : value.length();
        }
        rows++;
    }

    /** Whether so many rows wait, or such long ones, that they should be written before more are added. */
    boolean isFull() {
        return rows >= MOST_ROWS || characters >= MOST_CHARACTERS;
    }

    /** Writes the rows collected so far, and answers how many were not there before. */
    int flush(JdbcClient jdbc) {
        if (rows == 0) {
            return 0;
        }
        JdbcClient.StatementSpec statement = jdbc.sql(sql);
        for (List<@Nullable String> column : columns) {
            statement = statement.param(column.toArray(String[]::new));
            column.clear();
        }
        rows = 0;
        characters = 0;
        return statement.update();
    }
}
