package dev.downshift.core;

import java.util.Locale;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The advisory locks on a subject, listed in one place so that no two mean the same key. Elsewhere only the database makes partitions under
 * {@code partitions:}, a worker holds a request under {@code job_request:}, and sign-in locks keyed hashes of who tries.
 */
public enum AdvisoryLock {

    /** One writer of an organization's audit trail at a time, so that its chain has neither gap nor fork. */
    AUDIT_CHAIN,
    /** Keeps those who bring an organization's calls and those who forget them apart: otherwise a call could come in whose messages are just being deleted. */
    CALLS,
    /** One transaction of an organization replaces calls at a time, for it changes the counts of other uploads. */
    REPLACED_CALLS,
    /** Holds back an organization's ingests while messages that no call holds are being deleted. */
    MESSAGES,
    /** One transaction of an organization writes tasks and assignments at a time: others would not see yet what it wrote. */
    TASKS,
    /** One at a time freezes a task. */
    FREEZING,
    /** One at a time asks for training runs on a dataset. */
    TRAINING,
    /** One at a time asks for evaluations of a candidate. */
    EVALUATION,
    /** One worker at a time removes the old calls of an organization; held by a session. */
    RETENTION;

    /** Takes it alone, until the running transaction ends. */
    public void take(JdbcClient jdbc, UUID subject) {
        ask(jdbc, "pg_advisory_xact_lock", subject);
    }

    /** Takes it together with others who share it, until the running transaction ends. */
    public void share(JdbcClient jdbc, UUID subject) {
        ask(jdbc, "pg_advisory_xact_lock_shared", subject);
    }

    /** Its key in SQL, with the subject as the parameter. */
    public String key() {
        return "hashtextextended('" + name().toLowerCase(Locale.ROOT) + ":' || ?::text, 0)";
    }

    private void ask(JdbcClient jdbc, String function, UUID subject) {
        jdbc.sql("select " + function + "(" + key() + ")").param(subject).query((row, number) -> true).single();
    }
}
