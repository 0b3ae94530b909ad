package dev.downshift.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;

/** The key that surrogates on this machine depend on, kept in a file that only its owner reads. */
final class SurrogateKey {

    private static final int BYTES = 32;

    private SurrogateKey() {}

    /** The key in the file, which is made if it is not there. Where it cannot be kept, the key holds for this run only. */
    static byte[] at(Path file, PrintWriter errors) throws IOException {
        if (Files.exists(file)) {
            return read(file);
        }
        byte[] key = new byte[BYTES];
        new SecureRandom().nextBytes(key);
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Files.writeString(Files.createFile(file, ownerOnly()), HexFormat.of().formatHex(key));
        } catch (IOException e) {
            errors.println(file + ": the key cannot be kept there, so surrogates will differ the next time; name another file with --key-file");
        }
        return key;
    }

    private static byte[] read(Path file) throws IOException {
        String text = Files.readString(file).strip().toLowerCase(Locale.ROOT);
        if (!text.matches("[0-9a-f]{64,256}") || text.length() % 2 != 0) {
            throw new IOException(file + " holds no key; it needs 64 hexadecimal digits. Remove it to have a new one made.");
        }
        return HexFormat.of().parseHex(text);
    }

    private static FileAttribute<?>[] ownerOnly() {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        return posix ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))} : new FileAttribute<?>[0];
    }
}
