package dev.downshift.core.routing;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Servers run by someone else that each answer for one model, such as the chart's edge deployments; others serve the rest. */
final class KnownModelServers implements ModelServers {

    private final Map<String, URI> servers;
    private final ModelServers others;

    /**
     * Known servers before others.
     *
     * @param servers by the names of their models; neither case nor dashes count, which environment variables do not keep
     */
    KnownModelServers(Map<String, URI> servers, ModelServers others) {
        this.servers = servers.entrySet().stream().collect(Collectors.toMap(server -> plain(server.getKey()), Map.Entry::getValue));
        this.others = others;
    }

    @Override
    public URI serve(ServableModel model) {
        URI known = servers.get(plain(model.name()));
        return known == null ? others.serve(model) : known;
    }

    @Override
    public Optional<URI> ready(ServableModel model) {
        URI known = servers.get(plain(model.name()));
        return known == null ? others.ready(model) : Optional.of(known);
    }

    private static String plain(String name) {
        return name.replace("-", "").toLowerCase(Locale.ROOT);
    }
}
