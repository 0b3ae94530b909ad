package dev.downshift.core.routing;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The process that serves one model. It is started when asked for; when it dies while it is in use it is started again, at once the first
 * time and after longer and longer pauses when it keeps dying.
 */
final class EdgeServerProcess {

    private static final Logger LOG = LoggerFactory.getLogger(EdgeServerProcess.class);
    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(2)).build();
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration STABLE = Duration.ofMinutes(1);
    private static final Duration WAIT_FOR_HEALTH = Duration.ofSeconds(10);
    private static final int HEALTH_FAILURES = 3;

    private final ServableModel model;
    private final Supplier<List<String>> command;
    private final Duration idleStop;
    private @Nullable Process process;
    private volatile @Nullable URI uri;
    private @Nullable CompletableFuture<URI> starting;
    private volatile Instant lastUsed = Instant.now();
    private Instant startedAt = Instant.EPOCH;
    private int deaths;
    private int healthFailures;
    private long answered;
    private boolean stopped;

    EdgeServerProcess(ServableModel model, Supplier<List<String>> command, Duration idleStop) {
        this.model = model;
        this.command = command;
        this.idleStop = idleStop;
    }

    String name() {
        return model.name();
    }

    Instant lastUsed() {
        return lastUsed;
    }

    boolean isIdle() {
        return lastUsed.plus(idleStop).isBefore(Instant.now());
    }

    Optional<URI> ready() {
        lastUsed = Instant.now();
        URI running = uri;
        if (running == null) {
            var _ = start();
        }
        return Optional.ofNullable(running);
    }

    URI await(Duration limit) {
        lastUsed = Instant.now();
        try {
            return start().get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw new ModelUnavailable("The server of model " + name() + " did not start within " + limit.toSeconds() + " s.", late);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof ModelUnavailable known ? known : new ModelUnavailable("Model " + name() + " cannot be served.", failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ModelUnavailable("Waiting for model " + name() + " was interrupted.", interrupted);
        }
    }

    synchronized void stop() {
        stopped = true;
        uri = null;
        if (process != null) {
            process.destroy();
        }
    }

    /** Ends a process that does not answer; its end restarts it. */
    void checkHealth() {
        URI running = uri;
        if (running == null) {
            return;
        }
        try {
            HttpResponse<String> response = CLIENT.send(
                    HttpRequest.newBuilder(running.resolve("/health")).timeout(WAIT_FOR_HEALTH).build(), HttpResponse.BodyHandlers.ofString());
            healthy(JSON.readTree(response.body()).path("answered").asLong(0));
        } catch (IOException | JacksonException silent) {
            unhealthy(silent);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void healthy(long answeredNow) {
        healthFailures = 0;
        if (answeredNow != answered) {
            answered = answeredNow;
            lastUsed = Instant.now();
        }
    }

    private synchronized void unhealthy(Exception silent) {
        if (++healthFailures >= HEALTH_FAILURES && process != null) {
            LOG.warn("The server of model {} does not answer ({}) and is restarted", name(), silent.toString());
            process.destroyForcibly();
        }
    }

    private synchronized CompletableFuture<URI> start() {
        URI running = uri;
        if (running != null) {
            return CompletableFuture.completedFuture(running);
        }
        CompletableFuture<URI> inProgress = starting;
        if (inProgress != null && !inProgress.isDone()) {
            return inProgress;
        }
        CompletableFuture<URI> future = new CompletableFuture<>();
        starting = future;
        Duration pause = pause();
        Thread.ofVirtual().name("start-model-server").start(() -> startAfter(pause, future));
        return future;
    }

    private Duration pause() {
        if (deaths <= 1) {
            return Duration.ZERO;
        }
        Duration pause = Duration.ofMillis(250L << Math.min(deaths, 10));
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }

    private void startAfter(Duration pause, CompletableFuture<URI> future) {
        try {
            Thread.sleep(pause);
            Process child = launch();
            BufferedReader output = child.inputReader(StandardCharsets.UTF_8);
            EdgeMessages messages = EdgeMessages.follow(child, name());
            String line = output.readLine();
            if (line == null) {
                child.waitFor();
                died(child);
                throw new ModelUnavailable("The server of model " + name() + " ended as it started: " + messages.last(), null);
            }
            listening(child, JSON.readTree(line));
            future.complete(URI.create("http://127.0.0.1:" + JSON.readTree(line).path("port").asInt()));
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            future.completeExceptionally(stopping);
        } catch (IOException | RuntimeException failed) {
            LOG.warn("Model {} cannot be served: {}", name(), failed.getMessage());
            future.completeExceptionally(failed);
        }
    }

    private Process launch() throws IOException {
        List<String> line = command.get();
        synchronized (this) {
            if (stopped) {
                throw new ModelUnavailable("The server of model " + name() + " was stopped.", null);
            }
            Process child = new ProcessBuilder(line).start();
            process = child;
            startedAt = Instant.now();
            return child;
        }
    }

    private synchronized void listening(Process child, JsonNode announcement) {
        uri = URI.create("http://127.0.0.1:" + announcement.path("port").asInt());
        healthFailures = 0;
        answered = 0;
        LOG.info("Model {} is served on port {} by process {}", name(), announcement.path("port").asInt(), child.pid());
        var _ = child.onExit().thenAccept(this::died);
    }

    private synchronized void died(Process child) {
        uri = null;
        deaths = startedAt.plus(STABLE).isBefore(Instant.now()) ? 1 : deaths + 1;
        if (stopped) {
            return;
        }
        LOG.warn("The server of model {} ended with status {}", name(), child.exitValue());
        if (!isIdle() && (starting == null || starting.isDone())) {
            var _ = start();
        }
    }
}
