package dev.downshift.core.routing;

import dev.downshift.core.network.AddressRules;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where incumbents may be, under {@code downshift.gateway}.
 *
 * @param allowPrivateIncumbents whether at any address, and over plain HTTP
 * @param allowLoopbackIncumbents whether on this machine; null: where the database is the embedded one, which is a single machine
 */
@ConfigurationProperties("downshift.gateway")
record IncumbentProperties(@DefaultValue("false") boolean allowPrivateIncumbents, @Nullable Boolean allowLoopbackIncumbents) {

    private static final List<String> LOOPBACK = List.of("127.0.0.0/8", "::1");

    AddressRules rules(boolean embeddedDatabase) {
        return AddressRules.of(allowPrivateIncumbents, Objects.requireNonNullElse(allowLoopbackIncumbents, embeddedDatabase) ? LOOPBACK : List.of());
    }
}
