package dev.downshift.engine.discovery;

/** 64-bit hashes of text that are the same on every machine and in every run. */
final class Hashing {

    private static final long SEED = 0x9E3779B97F4A7C15L;

    private Hashing() {}

    static long of(CharSequence text) {
        long hash = begin();
        for (int i = 0; i < text.length(); i++) {
            hash = next(hash, text.charAt(i));
        }
        return mix(hash);
    }

    /** Begins a hash that {@link #next} goes on with and {@link #mix} ends. */
    static long begin() {
        return SEED;
    }

    static long next(long hash, char c) {
        return (hash ^ c) * 0x100000001B3L;
    }

    /** Combines in order; {@code combine(combine(s, a), b)} differs from {@code combine(combine(s, b), a)}. */
    static long combine(long hash, long value) {
        return mix(hash * 0xD6E8FEB86659FD93L + value);
    }

    /** The finaliser of MurmurHash3: every bit of the input moves every bit of the output. */
    static long mix(long value) {
        long mixed = value;
        mixed = (mixed ^ (mixed >>> 33)) * 0xFF51AFD7ED558CCDL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xC4CEB9FE1A85EC53L;
        return mixed ^ (mixed >>> 33);
    }
}
