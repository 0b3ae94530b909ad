package dev.downshift.core.tenancy;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Brings AES-GCM to its speed early, once a process and in the background. The JVM uses the processor's instructions for it only where it
 * has compiled it, which takes some thousand calls. Large pieces are few calls: without this a process would encrypt its first gigabytes
 * at a thirtieth of the speed.
 */
final class CipherWarmUp {

    private static final int PIECES = 3_000;
    private static final int PIECE_BYTES = 4_096;
    private static final AtomicBoolean BEGUN = new AtomicBoolean();

    private CipherWarmUp() {}

    static void begin() {
        if (BEGUN.compareAndSet(false, true)) {
            Thread.ofPlatform().daemon().name("cipher-warm-up").start(CipherWarmUp::run);
        }
    }

    private static void run() {
        try {
            SecureRandom random = new SecureRandom();
            SecretKeySpec key = new SecretKeySpec(random.generateSeed(32), "AES");
            byte[] piece = new byte[PIECE_BYTES];
            for (int number = 0; number < PIECES; number++) {
                byte[] nonce = new byte[12];
                random.nextBytes(nonce);
                GCMParameterSpec parameters = new GCMParameterSpec(128, nonce);
                apply(Cipher.DECRYPT_MODE, key, parameters, apply(Cipher.ENCRYPT_MODE, key, parameters, piece));
            }
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("AES-GCM is missing from this Java", missing);
        }
    }

    private static byte[] apply(int mode, SecretKeySpec key, GCMParameterSpec parameters, byte[] bytes) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, parameters);
        return cipher.doFinal(bytes);
    }
}
