package dev.downshift.db;

/**
 * A database that Downshift administers itself, with what its application role and its owner need to sign in.
 *
 * <p>Closing it ends it: the embedded server stops, a temporary database is dropped.
 */
public final class Database implements AutoCloseable {

    private final DatabaseServer server;
    private final String name;
    private final Runnable end;

    Database(DatabaseServer server, String name, Runnable end) {
        this.server = server;
        this.name = name;
        this.end = end;
    }

    /** How a role signs in. */
    public record Credentials(String role, String password) {
        @Override
        public String toString() {
            return role;
        }
    }

    public String url() {
        return server.url(name);
    }

    /** The role under row-level security, which owns nothing. */
    public Credentials application() {
        return new Credentials(DatabaseServer.APPLICATION, server.passwords().application());
    }

    /** The role that migrates. */
    public Credentials owner() {
        return new Credentials(DatabaseServer.OWNER, server.passwords().owner());
    }

    /** The administrator, for what no role of the product may do. */
    Credentials superuser() {
        return new Credentials(server.superuser(), server.passwords().superuser());
    }

    @Override
    public void close() {
        end.run();
    }
}
