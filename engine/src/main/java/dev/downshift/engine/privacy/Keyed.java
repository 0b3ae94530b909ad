package dev.downshift.engine.privacy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Pseudorandom choices that depend on a key and a value only (HMAC-SHA-256). */
final class Keyed {

    private static final String ALGORITHM = "HmacSHA256";

    /**
     * The key of the marks by which a surrogate is known again. It is no secret and the same for all, so that what one
     * organization redacted is left alone by another; which surrogate a value gets depends on the organization's own key.
     */
    static final Keyed MARKS = new Keyed("the marks of surrogates, version 1".getBytes(StandardCharsets.US_ASCII));

    private final Mac prototype;

    Keyed(byte[] key) {
        if (key.length < 32) {
            throw new IllegalArgumentException("the key has " + key.length + " bytes; it needs 32");
        }
        try {
            this.prototype = Mac.getInstance(ALGORITHM);
            prototype.init(new SecretKeySpec(key, ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + ALGORITHM, e);
        }
    }

    /** A stream of choices for a value; {@code purpose} keeps the streams of different uses apart. */
    Choices choices(String purpose, String value) {
        return new Choices(purpose + '\0' + value);
    }

    private byte[] hash(String text) {
        return copy().doFinal(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A copy of the initialised algorithm, which costs a fraction of looking it up and is nobody else's. */
    private Mac copy() {
        try {
            return (Mac) prototype.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("this Java's " + ALGORITHM + " cannot be copied", e);
        }
    }

    /** An endless sequence of bytes, read as choices. */
    final class Choices {

        private final String seed;
        private byte[] block;
        private int position;
        private int blocks;

        private Choices(String seed) {
            this.seed = seed;
            this.block = hash(seed);
        }

        /** From 0 to {@code bound} - 1; {@code bound} is small beside 2^32, so the bias of the remainder does not matter. */
        int below(int bound) {
            return (int) (((nextByte() << 24 | nextByte() << 16 | nextByte() << 8 | nextByte()) & 0xffffffffL) % bound);
        }

        private long nextByte() {
            if (position == block.length) {
                blocks++;
                block = hash(seed + '\0' + blocks);
                position = 0;
            }
            return block[position++] & 0xff;
        }
    }
}
