package dev.downshift.engine.traces;

import java.util.Arrays;
import java.util.Random;

/** Damages bytes as disks, networks and programs do. */
final class MutatedBytes {

    private static final byte[] STRUCTURE = "{}[]\",:\\ ;\t".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    private static final byte[][] NO_UTF_8 = {{(byte) 0xff}, {(byte) 0xc0, (byte) 0x80}, {(byte) 0xed, (byte) 0xa0, (byte) 0x80}, {(byte) 0xf5, (byte) 0x80, (byte) 0x80, (byte) 0x80}, {(byte) 0xe2, (byte) 0x82}};
    private static final int ROUNDS = 4;
    private static final int LONGEST_RANGE = 200;

    private final Random random;

    MutatedBytes(Random random) {
        this.random = random;
    }

    /** @param donor bytes of another file or record, that may be put in */
    byte[] of(byte[] bytes, byte[] donor) {
        byte[] changed = bytes;
        for (int round = 1 + random.nextInt(ROUNDS); round > 0 && changed.length > 0; round--) {
            changed = changedOnce(changed, donor);
        }
        return changed;
    }

    private byte[] changedOnce(byte[] bytes, byte[] donor) {
        int at = random.nextInt(bytes.length);
        int to = Math.min(bytes.length, at + 1 + random.nextInt(LONGEST_RANGE));
        return switch (random.nextInt(9)) {
            case 0, 1 -> flipped(bytes, at);
            case 2 -> Arrays.copyOf(bytes, at);
            case 3 -> joined(bytes, at, new byte[0], to);
            case 4 -> joined(bytes, to, Arrays.copyOfRange(bytes, at, to), to);
            case 5 -> joined(bytes, at, noise(), at);
            case 6 -> joined(bytes, at, new byte[] {STRUCTURE[random.nextInt(STRUCTURE.length)]}, random.nextBoolean() ? at : at + 1);
            case 7 -> joined(bytes, at, NO_UTF_8[random.nextInt(NO_UTF_8.length)], at);
            default -> spliced(bytes, at, donor);
        };
    }

    private byte[] flipped(byte[] bytes, int at) {
        byte[] flipped = bytes.clone();
        flipped[at] ^= (byte) (1 << random.nextInt(8));
        return flipped;
    }

    private byte[] noise() {
        byte[] noise = new byte[1 + random.nextInt(LONGEST_RANGE)];
        random.nextBytes(noise);
        return noise;
    }

    private byte[] spliced(byte[] bytes, int at, byte[] donor) {
        return donor.length == 0 ? bytes : Packed.concat(Arrays.copyOf(bytes, at), Arrays.copyOfRange(donor, random.nextInt(donor.length), donor.length));
    }

    private static byte[] joined(byte[] bytes, int before, byte[] inserted, int after) {
        return Packed.concat(Arrays.copyOf(bytes, before), inserted, Arrays.copyOfRange(bytes, after, bytes.length));
    }
}
