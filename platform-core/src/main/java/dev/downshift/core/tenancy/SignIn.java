package dev.downshift.core.tenancy;

import dev.downshift.core.Hmac;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Signing in with a password, slowed down for who guesses: a few failures for one address from one place, more for a
 * place or an address alone, so that a stranger cannot easily lock someone out.
 */
@Service
public class SignIn {

    /** How far back failures count. */
    public static final Duration WINDOW = Duration.ofMinutes(15);

    static final int LIMIT_BOTH = 5;
    static final int LIMIT_PLACE = 50;
    static final int LIMIT_EMAIL = 100;

    private final People people;
    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final byte[] key;

    SignIn(People people, JdbcClient jdbc, TransactionOperations transactions, MasterKey master) {
        this.people = people;
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.key = master.derive("sign-in failures", 32);
    }

    /** How an attempt ended. */
    public sealed interface Outcome {
        record Accepted(Person person) implements Outcome {}

        record Refused() implements Outcome {}

        /** Too many failures; the password was not even looked at. */
        record Throttled(Duration window) implements Outcome {}
    }

    /**
     * Tries a password. The attempt counts before the password is looked at, so that guesses sent together count like guesses sent one
     * after the other; a right password takes its own count back.
     *
     * @param place where the attempt comes from, like a network address
     */
    @Transactional(propagation = Propagation.NEVER)
    public Outcome attempt(String email, String password, String place) {
        String address = email.strip().toLowerCase(Locale.ROOT);
        String both = "both " + address + " " + place;
        SortedMap<String, Integer> limits = new TreeMap<>(Map.of(both, LIMIT_BOTH, "place " + place, LIMIT_PLACE, "email " + address, LIMIT_EMAIL));
        Optional<Instant> counted = Optional.ofNullable(transactions.execute(status -> count(limits)));
        if (counted.isEmpty()) {
            return new Outcome.Throttled(WINDOW);
        }
        Optional<Person> person = people.byPassword(address, password);
        person.ifPresent(known -> transactions.executeWithoutResult(status -> takeBack(limits.keySet(), both, counted.get())));
        return person.<Outcome>map(Outcome.Accepted::new).orElseGet(Outcome.Refused::new);
    }

    /** Counts the attempt, one at a time for each subject, and answers when it was; null where a limit is reached. */
    private @Nullable Instant count(SortedMap<String, Integer> limits) {
        limits.keySet().forEach(this::lock);
        if (limits.entrySet().stream().anyMatch(limit -> failures(limit.getKey()) >= limit.getValue())) {
            return null;
        }
        Instant now = jdbc.sql("select clock_timestamp()").query((row, i) -> row.getObject(1, OffsetDateTime.class).toInstant()).single();
        limits.keySet().forEach(subject -> count(subject, now));
        return now;
    }

    /** In the order of the subjects, so that two attempts never wait for each other. */
    private void lock(String subject) {
        jdbc.sql("select pg_advisory_xact_lock(?)").param(ByteBuffer.wrap(hash(subject)).getLong()).query((row, i) -> true).single();
    }

    private int failures(String subject) {
        return jdbc.sql("""
                        select count(*) from sign_in_failure
                        where subject_hash = ? and failed_at > now() - make_interval(secs => ?)""")
                .params(hash(subject), WINDOW.toSeconds())
                .query((row, i) -> row.getInt(1))
                .single();
    }

    private void count(String subject, Instant now) {
        jdbc.sql("insert into sign_in_failure (subject_hash, failed_at) values (?, ?)").params(hash(subject), now.atOffset(ZoneOffset.UTC)).update();
        jdbc.sql("delete from sign_in_failure where subject_hash = ? and failed_at < now() - make_interval(secs => ?)")
                .params(hash(subject), WINDOW.toSeconds())
                .update();
    }

    private void takeBack(Set<String> subjects, String both, Instant counted) {
        subjects.forEach(subject -> jdbc.sql("delete from sign_in_failure where subject_hash = ? and failed_at = ?")
                .params(hash(subject), counted.atOffset(ZoneOffset.UTC)).update());
        jdbc.sql("delete from sign_in_failure where subject_hash = ?").param(hash(both)).update();
    }

    private byte[] hash(String subject) {
        return Hmac.sha256(key).doFinal(subject.getBytes(StandardCharsets.UTF_8));
    }
}
