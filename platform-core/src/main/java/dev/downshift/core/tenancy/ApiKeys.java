package dev.downshift.core.tenancy;

import dev.downshift.core.AccessDenied;
import dev.downshift.core.InvalidInput;
import dev.downshift.core.NotFound;
import dev.downshift.core.NullableInstant;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionOperations;

/** The API keys of the current organization. */
@Service
@Transactional
public class ApiKeys {

    /** The most days that a key lives, where it has an end. */
    public static final int LONGEST_DAYS = 3650;

    private static final String PREFIX = "dsk";
    private static final String SELECT = """
            select k.id, k.name, k.hint, k.scopes, k.created_by, p.display_name, k.created_at, k.expires_at,
                   k.last_used_at, k.revoked_at
            from api_key k join person p on p.id = k.created_by
            """;

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    ApiKeys(JdbcClient jdbc, TransactionOperations transactions, ApplicationEventPublisher events, Clock clock) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.events = events;
        this.clock = clock;
    }

    @Transactional(readOnly = true)
    public List<ApiKey> list() {
        return jdbc.sql(SELECT + "order by k.created_at desc, k.id desc").query(ApiKeys::key).list();
    }

    /**
     * Makes a key, which may at most what its maker may and lives at most as long. Its secret is in the answer and nowhere else.
     *
     * @param expiresAt in the future and within {@link #LONGEST_DAYS}; null for no end
     *
     * @throws AccessDenied to a key that may not manage keys
     */
    public ApiKey.Issued issue(String name, Set<Scope> scopes, @Nullable Instant expiresAt) {
        Actor actor = Actor.current();
        PersonId maker = actor.requirePerson();
        if (actor.kind() == Actor.Kind.API_KEY) {
            actor.require(Permission.MANAGE_KEYS);
            requireNotToOutlive(actor, expiresAt);
        }
        if (name.isBlank() || name.length() > 100) {
            throw new InvalidInput("name", "The name is missing or too long.", "Use 1 to 100 characters.");
        }
        if (scopes.isEmpty()) {
            throw new InvalidInput("scopes", "The key would be good for nothing.", "Choose at least one scope.");
        }
        scopes.forEach(scope -> scope.neededToIssue().forEach(actor::require));
        if (expiresAt != null) {
            requireUsableEnd(expiresAt);
        }
        Secret secret = Secret.generate(PREFIX, actor.organization());
        UUID id = jdbc.sql("""
                        insert into api_key (organization_id, name, hint, secret_hash, scopes, created_by, expires_at)
                        values (?, ?, ?, ?, ?, ?, ?) returning id""")
                .param(actor.organization().value())
                .param(name)
                .param(secret.hint())
                .param(secret.hash())
                .param(scopes.stream().map(Scope::name).sorted().toArray(String[]::new))
                .param(maker.value())
                .param(expiresAt == null ? null : expiresAt.atOffset(ZoneOffset.UTC))
                .query((row, i) -> row.getObject(1, UUID.class))
                .single();
        events.publishEvent(new TenancyEvent("api-key.issued", "api-key", id,
                Map.of("name", name, "scopes", scopes.stream().map(Scope::name).sorted().toList())));
        return new ApiKey.Issued(new ApiKey.Id(id), secret.text());
    }

    private void requireUsableEnd(Instant expiresAt) {
        Instant now = clock.instant();
        if (!expiresAt.isAfter(now) || expiresAt.isAfter(now.plus(Duration.ofDays(LONGEST_DAYS)))) {
            throw new InvalidInput("expiresAt", "The key would have ended already, or would live for more than " + LONGEST_DAYS + " days.",
                    "Send a time between now and then, or none for a key without an end.");
        }
    }

    /** To the microsecond, as the database keeps time. */
    private void requireNotToOutlive(Actor key, @Nullable Instant expiresAt) {
        Optional<Instant> end = jdbc.sql("select expires_at from api_key where id = ? and expires_at is not null").param(key.id())
                .query((row, i) -> row.getObject(1, OffsetDateTime.class).toInstant()).optional();
        end.filter(last -> expiresAt == null || expiresAt.truncatedTo(ChronoUnit.MICROS).isAfter(last)).ifPresent(last -> {
            throw new InvalidInput("expiresAt", "A key cannot outlive the key that makes it.", "Send an end that is not after " + last + ".");
        });
    }

    /** Ends a key: its maker may in person, the key itself may, and who manages keys. A key that leaked does not end its maker's others. */
    public void revoke(ApiKey.Id id) {
        Actor actor = Actor.current();
        boolean itself = id.value().equals(actor.id());
        if (actor.kind() == Actor.Kind.API_KEY && !itself) {
            actor.require(Permission.MANAGE_KEYS);
        }
        ApiKey key = jdbc.sql(SELECT + "where k.id = ?").param(id.value()).query(ApiKeys::key).optional()
                .orElseThrow(() -> new NotFound("API key"));
        if (!itself && !key.createdBy().equals(actor.person())) {
            actor.require(Permission.MANAGE_KEYS);
        }
        int revoked = jdbc.sql("update api_key set revoked_at = now() where id = ? and revoked_at is null")
                .param(id.value())
                .update();
        if (revoked == 1) {
            events.publishEvent(new TenancyEvent("api-key.revoked", "api-key", id, Map.of("name", key.name())));
        }
    }

    /** Who a presented key stands for; nothing where it is unknown, expired, revoked, or its maker has left. */
    @Transactional(propagation = Propagation.NEVER)
    public Optional<ApiKey.Bearer> authenticate(String presented) {
        return Secret.parse(PREFIX, presented).flatMap(secret ->
                Tenant.call(secret.organization(), () -> transactions.execute(status -> bearer(secret))));
    }

    private Optional<ApiKey.Bearer> bearer(Secret secret) {
        record Found(UUID id, String name, Set<Scope> scopes, PersonId maker, Role role) {}
        Optional<Found> found = jdbc.sql("""
                        select k.id, k.name, k.scopes, k.created_by, m.role
                        from api_key k join member m on m.organization_id = k.organization_id and m.person_id = k.created_by
                        where k.secret_hash = ? and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())""")
                .param(secret.hash())
                .query((row, i) -> new Found(row.getObject(1, UUID.class), row.getString(2), scopes(row.getArray(3)),
                        new PersonId(row.getObject(4, UUID.class)), Role.valueOf(row.getString(5))))
                .optional();
        found.ifPresent(key -> jdbc.sql("""
                        update api_key set last_used_at = now()
                        where id = ? and (last_used_at is null or last_used_at < now() - interval '1 minute')""")
                .param(key.id())
                .update());
        return found.map(key -> {
            Set<Permission> permissions = EnumSet.noneOf(Permission.class);
            key.scopes().forEach(scope -> permissions.addAll(scope.permissions()));
            permissions.retainAll(key.role().permissions());
            return new ApiKey.Bearer(new Actor(Actor.Kind.API_KEY, key.id(), key.maker(), "API key " + key.name(),
                    secret.organization(), permissions), key.scopes());
        });
    }

    private static ApiKey key(ResultSet row, int number) throws SQLException {
        return new ApiKey(new ApiKey.Id(row.getObject(1, UUID.class)), row.getString(2), row.getString(3),
                scopes(row.getArray(4)), new PersonId(row.getObject(5, UUID.class)), row.getString(6),
                row.getObject(7, OffsetDateTime.class).toInstant(), NullableInstant.of(row, 8), NullableInstant.of(row, 9), NullableInstant.of(row, 10));
    }

    private static Set<Scope> scopes(Array array) throws SQLException {
        return Arrays.stream((String[]) array.getArray()).map(Scope::valueOf).collect(Collectors.toUnmodifiableSet());
    }
}
