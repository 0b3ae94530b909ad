package dev.downshift.engine.discovery;

/** A set of hashes. */
final class LongSet {

    private long[] keys;
    private int size;

    LongSet() {
        this(1 << 10);
    }

    /** Begins with room for some hashes; {@code room} is a power of two. */
    LongSet(int room) {
        keys = new long[room];
    }

    /** Adds a hash and says whether it was new. Zero stands for one. */
    boolean add(long hash) {
        long key = hash == 0 ? 1 : hash;
        int slot = slot(key);
        if (keys[slot] == key) {
            return false;
        }
        keys[slot] = key;
        if (++size * 5L > keys.length * 3L) {
            long[] old = keys;
            keys = new long[old.length * 2];
            for (long each : old) {
                if (each != 0) {
                    keys[slot(each)] = each;
                }
            }
        }
        return true;
    }

    boolean contains(long hash) {
        return keys[slot(hash == 0 ? 1 : hash)] != 0;
    }

    int size() {
        return size;
    }

    private int slot(long key) {
        int slot = (int) (Hashing.mix(key) & (keys.length - 1));
        while (keys[slot] != 0 && keys[slot] != key) {
            slot = (slot + 1) & (keys.length - 1);
        }
        return slot;
    }
}
