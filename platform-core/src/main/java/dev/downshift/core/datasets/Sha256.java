package dev.downshift.core.datasets;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of texts. */
final class Sha256 {

    private static final HexFormat HEX = HexFormat.of();

    private final MessageDigest digest = newDigest();

    static byte[] of(String text) {
        return newDigest().digest(text.getBytes(StandardCharsets.UTF_8));
    }

    static String hex(byte[] hash) {
        return HEX.formatHex(hash);
    }

    static byte[] bytes(String hex) {
        return HEX.parseHex(hex);
    }

    Sha256 add(byte[] bytes) {
        digest.update(bytes);
        return this;
    }

    Sha256 add(String text) {
        return add(text.getBytes(StandardCharsets.UTF_8));
    }

    byte[] value() {
        return digest.digest();
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
