package dev.downshift.db;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Properties;

/** The passwords of the roles that sign in to a server that Downshift owns. */
record Passwords(String superuser, String owner, String application) {

    static final FileAttribute<?> PRIVATE_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    static Passwords generate() {
        return new Passwords(random(), random(), random());
    }

    /** Reads the passwords, or generates and keeps them in a file that only its owner can read. */
    static Passwords keptIn(Path file) {
        try {
            if (!Files.exists(file)) {
                generate().write(file);
            }
            Properties properties = new Properties();
            try (Reader reader = Files.newBufferedReader(file)) {
                properties.load(reader);
            }
            return new Passwords(require(properties, file, "superuser"), require(properties, file, "owner"),
                    require(properties, file, "application"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return "Passwords[hidden]";
    }

    private void write(Path file) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("superuser", superuser);
        properties.setProperty("owner", owner);
        properties.setProperty("application", application);
        Files.createFile(file, PRIVATE_FILE);
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.TRUNCATE_EXISTING)) {
            properties.store(out, "Passwords of the embedded database");
        }
    }

    private static String require(Properties properties, Path file, String name) {
        String value = properties.getProperty(name);
        if (value == null) {
            throw new IllegalStateException(file + " holds no password of '" + name + "'; restore the file");
        }
        return value;
    }

    private static String random() {
        byte[] bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
