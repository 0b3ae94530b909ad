package dev.downshift.core.intake;

import dev.downshift.core.tenancy.Tenant;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Locks of an organization that last until the transaction ends. They keep those who bring calls and those who forget them apart: otherwise a call could
 * come in whose messages are just being deleted.
 */
final class IntakeLocks {

    private IntakeLocks() {}

    static void share(JdbcClient jdbc) {
        take(jdbc, "pg_advisory_xact_lock_shared", "calls:");
    }

    static void own(JdbcClient jdbc) {
        take(jdbc, "pg_advisory_xact_lock", "calls:");
    }

    /** One transaction of an organization replaces calls at a time, for it changes the counts of other uploads. */
    static void replacing(JdbcClient jdbc) {
        take(jdbc, "pg_advisory_xact_lock", "replaced-calls:");
    }

    private static void take(JdbcClient jdbc, String function, String subject) {
        jdbc.sql("select " + function + "(hashtextextended('" + subject + "' || ?::text, 0))").param(Tenant.current().value()).query((row, number) -> true).single();
    }
}
