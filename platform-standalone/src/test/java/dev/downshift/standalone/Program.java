package dev.downshift.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A Java program in a process of its own, with this one's class path and settings. */
final class Program {

    private final List<String> command = new ArrayList<>();

    Program(Class<?> main) {
        command.addAll(java());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    }

    /** Starts fast, and runs slower once it is warm. */
    Program(Path jar) {
        command.addAll(java());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-jar", jar.toString()));
    }

    Program with(String... arguments) {
        command.addAll(List.of(arguments));
        return this;
    }

    /** Starts it; what it prints goes to a file. */
    Process start(Path output) throws IOException {
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
    }

    static String read(Path output) {
        try {
            return Files.readString(output);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static List<String> java() {
        return List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx768m", "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED");
    }
}
