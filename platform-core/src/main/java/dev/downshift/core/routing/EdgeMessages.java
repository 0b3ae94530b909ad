package dev.downshift.core.routing;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an edge process writes to its standard error: logged, and the last line kept for people. */
final class EdgeMessages {

    private static final Logger LOG = LoggerFactory.getLogger("dev.downshift.edge");

    private volatile String last = "it said nothing";

    private EdgeMessages() {}

    static EdgeMessages follow(Process process, String name) {
        EdgeMessages messages = new EdgeMessages();
        Thread.ofVirtual().name("edge-messages").start(() -> messages.read(process, name));
        return messages;
    }

    String last() {
        return last;
    }

    private void read(Process process, String name) {
        try (BufferedReader lines = process.errorReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isBlank()) {
                    last = line;
                    LOG.debug("{}: {}", name, line);
                }
            }
        } catch (IOException closed) {
            LOG.debug("{}: {}", name, closed.getMessage());
        }
    }
}
