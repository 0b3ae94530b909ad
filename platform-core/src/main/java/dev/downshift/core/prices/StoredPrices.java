package dev.downshift.core.prices;

import dev.downshift.core.Conflict;
import dev.downshift.core.audit.AuditTrail;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.Permission;
import dev.downshift.engine.savings.MachinePrice;
import dev.downshift.engine.savings.ModelPrice;
import dev.downshift.engine.savings.PriceBook;
import java.util.Map;
import java.util.Optional;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** The shipped book with the newest overrides of the organization on top. */
@Service
@Transactional
class StoredPrices implements Prices {

    private final PriceBook shipped = PriceBook.shipped();
    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final AuditTrail audit;

    StoredPrices(JdbcClient jdbc, JsonMapper json, AuditTrail audit) {
        this.jdbc = jdbc;
        this.json = json;
        this.audit = audit;
    }

    private record Version(int number, PriceOverrides overrides) {}

    @Override
    @Transactional(readOnly = true)
    public PriceBook current() {
        return newest().map(this::book).orElse(shipped);
    }

    @Override
    @Transactional(readOnly = true)
    public PriceOverrides overrides() {
        return newest().map(Version::overrides).orElse(PriceOverrides.NONE);
    }

    @Override
    public PriceBook override(PriceOverrides overrides) {
        Actor actor = Actor.current();
        actor.require(Permission.MANAGE_SETTINGS);
        int number = newest().map(Version::number).orElse(0) + 1;
        try {
            jdbc.sql("insert into price_override (organization_id, version, prices, created_by_name) values (?, ?, ?::jsonb, ?)")
                    .params(actor.organization().value(), number, json.writeValueAsString(overrides), actor.name()).update();
        } catch (DuplicateKeyException e) {
            throw new Conflict("Somebody else changed the prices at the same time. Load the page again and repeat your change.");
        }
        audit.append("prices.set", "price-book", book(new Version(number, overrides)).version(),
                Map.of("models", overrides.models().stream().map(ModelPrice::model).toList(),
                        "machines", overrides.machines().stream().map(MachinePrice::machine).toList()));
        return book(new Version(number, overrides));
    }

    private PriceBook book(Version version) {
        return shipped.with(shipped.version() + "+" + version.number(), version.overrides().models(), version.overrides().machines());
    }

    private Optional<Version> newest() {
        return jdbc.sql("select version, prices from price_override order by version desc limit 1")
                .query((row, number) -> new Version(row.getInt(1), json.readValue(row.getString(2), PriceOverrides.class)))
                .optional();
    }
}
