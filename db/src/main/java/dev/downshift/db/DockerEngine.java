package dev.downshift.db;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The Docker engine of this machine, if there is one. */
final class DockerEngine {

    private DockerEngine() {}

    /** Whether an engine answers {@code GET /_ping}. */
    static boolean answers() {
        URI host = URI.create(Objects.requireNonNullElse(System.getenv("DOCKER_HOST"), "unix:///var/run/docker.sock"));
        try {
            return switch (Objects.requireNonNullElse(host.getScheme(), "")) {
                case "unix" -> ping(SocketChannel.open(StandardProtocolFamily.UNIX), UnixDomainSocketAddress.of(host.getPath()));
                case "tcp", "http" -> ping(SocketChannel.open(), new InetSocketAddress(host.getHost(), host.getPort()));
                default -> false;
            };
        } catch (IOException notThere) {
            return false;
        }
    }

    private static boolean ping(SocketChannel channel, SocketAddress address) throws IOException {
        try (channel) {
            channel.connect(address);
            channel.write(StandardCharsets.US_ASCII.encode("GET /_ping HTTP/1.0\r\nHost: docker\r\n\r\n"));
            ByteBuffer answer = ByteBuffer.allocate(64);
            channel.read(answer);
            return StandardCharsets.US_ASCII.decode(answer.flip()).toString().contains(" 200 ");
        }
    }
}
