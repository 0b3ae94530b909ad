package dev.downshift.core.retention;

import dev.downshift.core.AdvisoryLock;
import dev.downshift.core.tenancy.OrganizationId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/** Lets one worker at a time look through an organization: a session advisory lock, which falls with the worker that holds it. */
record RetentionLock(Connection connection, OrganizationId organization) implements AutoCloseable {

    private static final String KEY = "(" + AdvisoryLock.RETENTION.key() + ")";

    static Optional<RetentionLock> take(DataSource database, OrganizationId organization) throws SQLException {
        Connection connection = database.getConnection();
        try {
            if (ask(connection, "select pg_try_advisory_lock" + KEY, organization)) {
                return Optional.of(new RetentionLock(connection, organization));
            }
        } catch (SQLException failed) {
            connection.close();
            throw failed;
        }
        connection.close();
        return Optional.empty();
    }

    @Override
    public void close() throws SQLException {
        try (connection) {
            ask(connection, "select pg_advisory_unlock" + KEY, organization);
        }
    }

    private static boolean ask(Connection connection, String sql, OrganizationId organization) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, organization.toString());
            try (ResultSet answer = statement.executeQuery()) {
                return answer.next() && answer.getBoolean(1);
            }
        }
    }
}
