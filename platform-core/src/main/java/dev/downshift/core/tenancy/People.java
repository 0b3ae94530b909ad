package dev.downshift.core.tenancy;

import dev.downshift.core.NotFound;
import dev.downshift.core.Text;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The people, across organizations. */
@Service
@Transactional
public class People {

    private final JdbcClient jdbc;
    private final PasswordEncoder passwords = Argon2PasswordEncoder.defaultsForSpringSecurity_v5_8();
    private final String nobodysHash = passwords.encode("nobody has this password");

    People(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Transactional(readOnly = true)
    public Person get(PersonId id) {
        return jdbc.sql("select id, email, display_name from person where id = ?")
                .param(id.value())
                .query((row, i) -> new Person(new PersonId(row.getObject(1, UUID.class)), row.getString(2), row.getString(3)))
                .optional()
                .orElseThrow(() -> new NotFound("person"));
    }

    /** Registers a person; nothing where the e-mail address is taken. */
    Optional<PersonId> register(NewPerson person) {
        return jdbc.sql("""
                        insert into person (email, display_name, password_hash) values (?, ?, ?)
                        on conflict (email) do nothing returning id""")
                .params(person.email(), person.displayName(), passwords.encode(person.password()))
                .query((row, i) -> new PersonId(row.getObject(1, UUID.class)))
                .optional();
    }

    /** Whose password this is. An unknown address takes as long as a wrong password, and no connection is held meanwhile. */
    @Transactional(propagation = Propagation.NEVER)
    Optional<Person> byPassword(String email, String password) {
        record Stored(Person person, String hash) {}
        Optional<Stored> stored = jdbc.sql("select id, email, display_name, password_hash from person where email = ?")
                .param(Text.isStorable(email) ? email : "")
                .query((row, i) -> new Stored(
                        new Person(new PersonId(row.getObject(1, UUID.class)), row.getString(2), row.getString(3)),
                        row.getString(4)))
                .optional();
        boolean right = passwords.matches(password, stored.map(Stored::hash).orElse(nobodysHash));
        return right ? stored.map(Stored::person) : Optional.empty();
    }
}
