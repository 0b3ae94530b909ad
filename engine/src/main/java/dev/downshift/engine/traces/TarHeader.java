package dev.downshift.engine.traces;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The block before each file of a tar archive, as POSIX.1-1988 (ustar), GNU tar and the older v7 write it. */
record TarHeader(String name, long size, char kind) {

    private static final int NAME = 100;
    private static final int SIZE = 124;
    private static final int SIZE_LENGTH = 12;
    private static final int CHECKSUM = 148;
    private static final int CHECKSUM_LENGTH = 8;
    private static final int KIND = 156;
    private static final int PREFIX = 345;
    private static final int PREFIX_LENGTH = 155;
    private static final byte[] USTAR = {'u', 's', 't', 'a', 'r', 0};

    /** Null where the block is no header. */
    static @Nullable TarHeader of(byte[] block) {
        if (block.length != TarMembers.BLOCK || block[0] == 0 || number(block, CHECKSUM, CHECKSUM_LENGTH) != checksum(block)) {
            return null;
        }
        long size = number(block, SIZE, SIZE_LENGTH);
        String name = text(block, 0, NAME);
        String prefix = Arrays.equals(block, 257, 257 + USTAR.length, USTAR, 0, USTAR.length) ? text(block, PREFIX, PREFIX_LENGTH) : "";
        return size < 0 ? null : new TarHeader(prefix.isEmpty() ? name : prefix + "/" + name, size, (char) (block[KIND] & 0xff));
    }

    boolean isFile() {
        return (kind == '0' || kind == '7' || kind == 0) && !name.endsWith("/");
    }

    boolean isDirectory() {
        return kind == '5' || name.endsWith("/");
    }

    /** The checksum counts its own field as spaces. */
    private static long checksum(byte[] block) {
        long sum = ' ' * CHECKSUM_LENGTH;
        for (int index = 0; index < block.length; index++) {
            sum += index >= CHECKSUM && index < CHECKSUM + CHECKSUM_LENGTH ? 0 : block[index] & 0xff;
        }
        return sum;
    }

    /** Octal digits; or, where the first bit is set, as GNU tar writes a size of 8 GiB and more, a binary number. Negative if neither. */
    private static long number(byte[] block, int from, int length) {
        if ((block[from] & 0x80) != 0) {
            long number = block[from] & 0x7f;
            for (int index = from + 1; index < from + length; index++) {
                if (number >>> 48 != 0) {
                    return -1;
                }
                number = number << 8 | (block[index] & 0xff);
            }
            return number;
        }
        String digits = text(block, from, length).strip();
        return digits.matches("[0-7]{1,12}") ? Long.parseLong(digits, 8) : -1;
    }

    private static String text(byte[] block, int from, int length) {
        int end = from;
        while (end < from + length && block[end] != 0) {
            end++;
        }
        return new String(block, from, end - from, StandardCharsets.UTF_8);
    }
}
