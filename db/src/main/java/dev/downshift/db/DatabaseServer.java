package dev.downshift.db;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * A running PostgreSQL that Downshift administers itself: the embedded one, or a container in tests.
 *
 * <p>Four roles have one duty each: the owner migrates, the application reads and writes under row-level security, the
 * erasure role deletes what the application may not, the backup role reads everything. The last two cannot sign in
 * until an administrator gives them a password.
 */
record DatabaseServer(String host, int port, String superuser, Passwords passwords) {

    static final String OWNER = "downshift_owner";
    static final String APPLICATION = "downshift_app";
    static final String ERASURE = "downshift_erasure";
    static final String BACKUP = "downshift_backup";

    String url(String database) {
        return "jdbc:postgresql://" + host + ":" + port + "/" + database;
    }

    Connection administer(String database) throws SQLException {
        return DriverManager.getConnection(url(database), superuser, passwords.superuser());
    }

    /** Creates what is missing of the roles; passwords are set again each time. */
    void createRoles() throws SQLException {
        try (Connection connection = administer("postgres"); Statement statement = connection.createStatement()) {
            for (String role : List.of(OWNER, APPLICATION, ERASURE, BACKUP)) {
                if (!exists(connection, "select from pg_roles where rolname = ?", role)) {
                    statement.execute("create role " + role + " nosuperuser nocreatedb nocreaterole nologin");
                }
            }
            statement.execute("alter role " + OWNER + " login nobypassrls password '" + passwords.owner() + "'");
            statement.execute("alter role " + APPLICATION + " login nobypassrls password '" + passwords.application() + "'");
            // Without it a search over an HNSW index finds nothing of a small tenant beside a large one.
            statement.execute("alter role " + APPLICATION + " set hnsw.iterative_scan = 'strict_order'");
            statement.execute("alter role " + BACKUP + " bypassrls");
            statement.execute("grant pg_read_all_data to " + BACKUP);
        }
    }

    /** Creates the database if it is missing, with its extension and the rights of the roles. */
    void createDatabase(String name) throws SQLException {
        try (Connection connection = administer("postgres"); Statement statement = connection.createStatement()) {
            if (!exists(connection, "select from pg_database where datname = ?", name)) {
                statement.execute("create database " + name + " owner " + OWNER);
            }
        }
        try (Connection connection = administer(name); Statement statement = connection.createStatement()) {
            statement.execute("create extension if not exists vector");
            // Its index is used under row-level security only if it cannot give away what it compares, and it raises no errors that could.
            statement.execute("alter function ts_match_vq(tsvector, tsquery) leakproof");
            statement.execute("alter schema public owner to " + OWNER);
            statement.execute("revoke create on schema public from public");
            statement.execute("alter default privileges for role " + OWNER + " in schema public"
                    + " grant select, insert, update, delete on tables to " + APPLICATION);
            statement.execute("alter default privileges for role " + OWNER + " in schema public"
                    + " grant usage, select on sequences to " + APPLICATION);
        }
    }

    void dropDatabase(String name) throws SQLException {
        try (Connection connection = administer("postgres"); Statement statement = connection.createStatement()) {
            statement.execute("drop database if exists " + name + " with (force)");
        }
    }

    List<String> databases(String prefix) throws SQLException {
        try (Connection connection = administer("postgres");
                PreparedStatement statement =
                        connection.prepareStatement("select datname from pg_database where starts_with(datname, ?)")) {
            statement.setString(1, prefix);
            try (var rows = statement.executeQuery()) {
                List<String> names = new ArrayList<>();
                while (rows.next()) {
                    names.add(rows.getString(1));
                }
                return names;
            }
        }
    }

    private static boolean exists(Connection connection, String query, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, name);
            try (var rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }
}
