package dev.downshift.core.tenancy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

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
    private final byte[] key;

    SignIn(People people, JdbcClient jdbc, MasterKey master) {
        this.people = people;
        this.jdbc = jdbc;
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
     * Tries a password.
     *
     * @param place where the attempt comes from, like a network address
     */
    @Transactional
    public Outcome attempt(String email, String password, String place) {
        String address = email.strip().toLowerCase(Locale.ROOT);
        Map<String, Integer> limits = Map.of(
                "both " + address + " " + place, LIMIT_BOTH, "place " + place, LIMIT_PLACE, "email " + address, LIMIT_EMAIL);
        if (limits.entrySet().stream().anyMatch(limit -> failures(limit.getKey()) >= limit.getValue())) {
            return new Outcome.Throttled(WINDOW);
        }
        return people.byPassword(address, password)
                .<Outcome>map(person -> {
                    forget("both " + address + " " + place);
                    return new Outcome.Accepted(person);
                })
                .orElseGet(() -> {
                    limits.keySet().forEach(this::fail);
                    return new Outcome.Refused();
                });
    }

    private int failures(String subject) {
        return jdbc.sql("""
                        select count(*) from sign_in_failure
                        where subject_hash = ? and failed_at > now() - make_interval(secs => ?)""")
                .params(hash(subject), WINDOW.toSeconds())
                .query((row, i) -> row.getInt(1))
                .single();
    }

    private void fail(String subject) {
        jdbc.sql("insert into sign_in_failure (subject_hash) values (?)").param(hash(subject)).update();
        jdbc.sql("delete from sign_in_failure where subject_hash = ? and failed_at < now() - make_interval(secs => ?)")
                .params(hash(subject), WINDOW.toSeconds())
                .update();
    }

    private void forget(String subject) {
        jdbc.sql("delete from sign_in_failure where subject_hash = ?").param(hash(subject)).update();
    }

    private byte[] hash(String subject) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(subject.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-256 is missing from this Java", e);
        }
    }
}
