package dev.downshift.api.telemetry;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * The port of OTLP over gRPC, without TLS, on the same address as the web server. Where another program has the port already, such as a
 * collector, everything else starts all the same.
 */
@Component
public class GrpcServer implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(GrpcServer.class);
    private static final Duration LAST_REQUESTS = Duration.ofSeconds(10);
    private static final int MOST_CALLS = 16;
    private static final Duration CONNECTION_AGE = Duration.ofMinutes(10);

    private final OtlpGrpc service;
    private final GrpcSender sender;
    private final TelemetrySettings settings;
    private final @Nullable InetAddress address;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile @Nullable Server server;

    GrpcServer(OtlpGrpc service, GrpcSender sender, TelemetrySettings settings, @Value("${server.address:#{null}}") @Nullable InetAddress address) {
        this.service = service;
        this.sender = sender;
        this.settings = settings;
        this.address = address;
    }

    @Override
    public void start() {
        if (settings.grpcPort() < 0) {
            return;
        }
        InetSocketAddress listen = address == null ? new InetSocketAddress(settings.grpcPort()) : new InetSocketAddress(address, settings.grpcPort());
        Server starting = NettyServerBuilder.forAddress(listen)
                .executor(threads)
                .intercept(sender)
                .addService(service)
                .maxInboundMessageSize(settings.largestBytes())
                .maxConcurrentCallsPerConnection(MOST_CALLS)
                .permitKeepAliveWithoutCalls(true)
                .permitKeepAliveTime(10, TimeUnit.SECONDS)
                .maxConnectionAge(CONNECTION_AGE.toSeconds(), TimeUnit.SECONDS)
                .build();
        try {
            server = starting.start();
            LOG.info("Spans by OTLP over gRPC are received on port {}", port());
        } catch (IOException taken) {
            starting.shutdownNow();
            LOG.error("Spans by OTLP over gRPC are not received, for port {} is not free ({}). Set downshift.telemetry.grpc-port to another, or to -1 to do without; "
                    + "over HTTP they are received at /v1/traces.", settings.grpcPort(), taken.getCause() == null ? taken.getMessage() : taken.getCause().getMessage());
        }
    }

    /** Where it listens; -1 where it does not. */
    public int port() {
        Server running = server;
        return running == null ? -1 : running.getPort();
    }

    /** Ends once the requests under way have been answered. */
    @Override
    public void stop() {
        Server running = server;
        server = null;
        if (running != null) {
            running.shutdown();
            try {
                if (!running.awaitTermination(LAST_REQUESTS.toSeconds(), TimeUnit.SECONDS)) {
                    running.shutdownNow();
                }
            } catch (InterruptedException stopped) {
                running.shutdownNow();
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return server != null;
    }
}
