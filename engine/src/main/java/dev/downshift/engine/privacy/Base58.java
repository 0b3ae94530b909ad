package dev.downshift.engine.privacy;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** The check of Bitcoin's Base58Check encoding: four bytes of a double SHA-256 at the end. */
final class Base58 {

    private static final String ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private static final int LENGTH = 25;

    private Base58() {}

    static boolean checks(String value) {
        BigInteger number = BigInteger.ZERO;
        for (int i = 0; i < value.length(); i++) {
            int digit = ALPHABET.indexOf(value.charAt(i));
            if (digit < 0) {
                return false;
            }
            number = number.multiply(BigInteger.valueOf(58)).add(BigInteger.valueOf(digit));
        }
        byte[] raw = number.toByteArray();
        int zeros = raw[0] == 0 ? 1 : 0;
        if (raw.length - zeros > LENGTH) {
            return false;
        }
        byte[] bytes = new byte[LENGTH];
        System.arraycopy(raw, zeros, bytes, LENGTH - raw.length + zeros, raw.length - zeros);
        byte[] hash = sha256(sha256(Arrays.copyOf(bytes, LENGTH - 4)));
        return Arrays.equals(Arrays.copyOf(hash, 4), Arrays.copyOfRange(bytes, LENGTH - 4, LENGTH));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }
}
