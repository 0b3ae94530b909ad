package dev.downshift.core.network;

import java.net.InetAddress;
import java.util.regex.Pattern;

/**
 * A block of IP addresses in CIDR notation (RFC 4632), such as {@code 10.0.0.0/8} or {@code fc00::/7}; without a length, one address.
 *
 * @param first as bytes, 4 or 16
 * @param bits how many leading bits the addresses of the block share
 */
@SuppressWarnings("ArrayRecordComponent")
record AddressBlock(byte[] first, int bits) {

    private static final Pattern LITERAL = Pattern.compile("[0-9.]+|[0-9a-fA-F.:]*:[0-9a-fA-F.:]*");

    AddressBlock {
        if (bits < 0 || bits > first.length * Byte.SIZE) {
            throw new IllegalArgumentException("a block of addresses shares 0 to " + first.length * Byte.SIZE + " bits, not " + bits);
        }
    }

    /** Whether a text is written as an address or a block, and not as a name. */
    static boolean isWrittenAsOne(String text) {
        return LITERAL.matcher(text.split("/", 2)[0]).matches();
    }

    static AddressBlock of(String text) {
        String[] parts = text.split("/", 2);
        if (!LITERAL.matcher(parts[0]).matches()) {
            throw new IllegalArgumentException(text + " is not a block of addresses: write it like 10.0.0.0/8");
        }
        try {
            byte[] first = InetAddress.ofLiteral(parts[0]).getAddress();
            return new AddressBlock(first, parts.length == 1 ? first.length * Byte.SIZE : Integer.parseInt(parts[1]));
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException(text + " is not a block of addresses: write it like 10.0.0.0/8", malformed);
        }
    }

    boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length != first.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> bit % Byte.SIZE;
            if ((bytes[bit / Byte.SIZE] & mask) != (first[bit / Byte.SIZE] & mask)) {
                return false;
            }
        }
        return true;
    }
}
