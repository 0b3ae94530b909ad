package dev.downshift.db;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** How to run PostgreSQL, which refuses to run as root, when this process is root. */
enum Unprivileged {
    /** This process is not root. */
    AS_IS(""),
    /** In a user namespace: root outside, an ordinary user inside; files keep their owner. */
    NAMESPACE("unshare --user --map-user=1000 --map-group=1000"),
    /** As nobody, who must own the files. */
    NOBODY("setpriv --reuid=65534 --regid=65534 --clear-groups");

    private final String prefix;

    Unprivileged(String prefix) {
        this.prefix = prefix;
    }

    static Unprivileged detect() {
        if (!isRoot()) {
            return AS_IS;
        }
        return Stream.of(NAMESPACE, NOBODY).filter(Unprivileged::works).findFirst().orElseThrow(() -> new DatabaseUnavailable("""
                PostgreSQL refuses to run as root, and neither 'unshare --user' (user namespaces are off) nor 'setpriv' works \
                here. Run as an ordinary user, or give spring.datasource.url."""));
    }

    List<String> command(List<String> command) {
        return Stream.concat(Stream.of(prefix.split(" ")).filter(word -> !word.isEmpty()), command.stream()).toList();
    }

    /** Hands a file or folder to the user the server runs as. */
    void own(Path path) {
        if (this != NOBODY) {
            return;
        }
        try {
            Files.setAttribute(path, "unix:uid", 65534);
            Files.setAttribute(path, "unix:gid", 65534);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean works() {
        try {
            Process process = new ProcessBuilder(command(List.of("true")))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException notInstalled) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }
}
