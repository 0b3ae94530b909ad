package dev.downshift.sample;

/** Repeatable hashes of texts (FNV-1a, finished by a SplitMix round): chance that can be asked again. */
final class Hashes {

    private Hashes() {}

    static long of(String... parts) {
        long hash = 0xcbf29ce484222325L;
        for (String part : parts) {
            for (int index = 0; index < part.length(); index++) {
                hash = (hash ^ part.charAt(index)) * 0x100000001b3L;
            }
            hash = (hash ^ 0x1f) * 0x100000001b3L;
        }
        return mix(hash);
    }

    static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
