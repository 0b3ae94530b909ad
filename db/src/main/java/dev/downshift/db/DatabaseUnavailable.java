package dev.downshift.db;

/** There is no database to work with; the message says why, and what the operator can do. */
final class DatabaseUnavailable extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    DatabaseUnavailable(String message) {
        super(message);
    }
}
