package dev.downshift.core.routing;

import dev.downshift.core.InvalidInput;
import dev.downshift.core.Text;
import dev.downshift.core.audit.AuditTrail;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.core.tenancy.OrganizationKeys;
import dev.downshift.core.tenancy.Permission;
import dev.downshift.core.tenancy.Tenant;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Keeps the credential encrypted with the organization's own key. */
@Service
@Transactional
class StoredIncumbentEndpoints implements IncumbentEndpoints {

    private static final int LONGEST_ADDRESS = 2000;
    private static final int LONGEST_CREDENTIAL = 4000;
    private static final byte[] PURPOSE = "incumbent-endpoint".getBytes(StandardCharsets.UTF_8);

    private final JdbcClient jdbc;
    private final OrganizationKeys keys;
    private final AuditTrail audit;
    private final IncumbentAddresses addresses;

    StoredIncumbentEndpoints(JdbcClient jdbc, OrganizationKeys keys, AuditTrail audit, IncumbentAddresses addresses) {
        this.jdbc = jdbc;
        this.keys = keys;
        this.audit = audit;
        this.addresses = addresses;
    }

    private static final class Row {
        private final URI baseUrl;
        private final byte @Nullable [] credential;
        private final String changedByName;
        private final Instant changedAt;

        Row(ResultSet row) throws SQLException {
            baseUrl = URI.create(row.getString(1));
            credential = row.getBytes(2);
            changedByName = row.getString(3);
            changedAt = row.getObject(4, OffsetDateTime.class).toInstant();
        }

        IncumbentEndpoint view() {
            return new IncumbentEndpoint(baseUrl, credential != null, changedByName, changedAt);
        }
    }

    @Override
    @Transactional(readOnly = true)
    public Optional<IncumbentEndpoint> get() {
        return row().map(Row::view);
    }

    @Override
    public IncumbentEndpoint set(String baseUrl, @Nullable String credential) {
        Actor actor = Actor.current();
        actor.require(Permission.MANAGE_SETTINGS);
        URI address = address(Text.limited("baseUrl", baseUrl, LONGEST_ADDRESS));
        addresses.check(address);
        byte @Nullable [] encrypted = credential == null ? kept(address) : encrypted(actor.organization(), Text.limited("credential", credential, LONGEST_CREDENTIAL));
        jdbc.sql("""
                        insert into incumbent_endpoint (organization_id, base_url, encrypted_credential, changed_by_name) values (?, ?, ?, ?)
                        on conflict (organization_id) do update set base_url = excluded.base_url, encrypted_credential = excluded.encrypted_credential,
                               changed_by_name = excluded.changed_by_name, changed_at = now()""")
                .param(actor.organization().value())
                .param(address.toString())
                .param(encrypted)
                .param(actor.name())
                .update();
        audit.append("incumbent-endpoint.set", "organization", actor.organization(),
                Map.of("baseUrl", address.toString(), "credential", encrypted == null ? "none" : credential == null ? "kept" : "new"));
        return get().orElseThrow();
    }

    @Override
    @Transactional(readOnly = true)
    public Optional<IncumbentAccess> access() {
        OrganizationId organization = Tenant.current();
        return row().map(row -> new IncumbentAccess(row.baseUrl,
                row.credential == null ? null : new String(keys.decrypt(organization, row.credential, PURPOSE), StandardCharsets.UTF_8)));
    }

    private Optional<Row> row() {
        return jdbc.sql("select base_url, encrypted_credential, changed_by_name, changed_at from incumbent_endpoint").query((row, i) -> new Row(row)).optional();
    }

    /** A stored credential is never sent to a host that its owner did not give it for. */
    private byte @Nullable [] kept(URI address) {
        Row before = row().orElse(null);
        return before != null && sameHost(before.baseUrl, address) ? before.credential : null;
    }

    private byte @Nullable [] encrypted(OrganizationId organization, String credential) {
        return credential.isEmpty() ? null : keys.encrypt(organization, credential.getBytes(StandardCharsets.UTF_8), PURPOSE);
    }

    private static URI address(String text) {
        try {
            URI address = URI.create(text.strip());
            if (address.getRawQuery() == null && address.getRawFragment() == null) {
                return address;
            }
        } catch (IllegalArgumentException malformed) {
            // As one with more than an address.
        }
        throw new InvalidInput("baseUrl", "This is not the address of an API.", "Write it like https://api.openai.com/v1");
    }

    private static boolean sameHost(URI one, URI other) {
        return Objects.equals(one.getHost(), other.getHost()) && one.getPort() == other.getPort() && Objects.equals(one.getScheme(), other.getScheme());
    }
}
