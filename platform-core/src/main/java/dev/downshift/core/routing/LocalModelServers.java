package dev.downshift.core.routing;

import java.net.URI;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Serves each model by an edge process of this machine: started when first asked for, watched, restarted, ended when idle. */
final class LocalModelServers implements ModelServers, AutoCloseable {

    private static final Duration WATCH = Duration.ofSeconds(5);

    private final ModelServerSettings settings;
    private final Map<String, EdgeServerProcess> servers = new HashMap<>();
    private @Nullable ScheduledExecutorService watch;

    LocalModelServers(ModelServerSettings settings) {
        this.settings = settings;
    }

    @Override
    public URI serve(ServableModel model) {
        return server(model).await(settings.startLimit());
    }

    @Override
    public Optional<URI> ready(ServableModel model) {
        return server(model).ready();
    }

    @Override
    public synchronized void close() {
        if (watch != null) {
            watch.shutdownNow();
        }
        servers.values().forEach(EdgeServerProcess::stop);
        servers.clear();
    }

    private synchronized EdgeServerProcess server(ServableModel model) {
        EdgeServerProcess known = servers.get(model.name());
        if (known != null) {
            return known;
        }
        if (servers.size() >= settings.most()) {
            servers.values().stream().min(Comparator.comparing(EdgeServerProcess::lastUsed)).ifPresent(this::remove);
        }
        EdgeServerProcess started = new EdgeServerProcess(model, () -> EdgeCommand.of(settings, model), settings.idleStop());
        servers.put(model.name(), started);
        startWatching();
        return started;
    }

    private void remove(EdgeServerProcess server) {
        servers.remove(server.name());
        server.stop();
    }

    private void startWatching() {
        if (watch == null) {
            watch = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("model-servers").factory());
            var _ = watch.scheduleWithFixedDelay(this::look, WATCH.toMillis(), WATCH.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void look() {
        for (EdgeServerProcess server : current()) {
            server.checkHealth();
            if (server.isIdle()) {
                removeNow(server);
            }
        }
    }

    private synchronized List<EdgeServerProcess> current() {
        return List.copyOf(servers.values());
    }

    private synchronized void removeNow(EdgeServerProcess server) {
        remove(server);
    }
}
