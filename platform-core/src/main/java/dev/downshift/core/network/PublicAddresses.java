package dev.downshift.core.network;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which IP addresses belong to the public internet, by IANA's registries of special-purpose addresses (RFC 6890). Addresses that stand for an
 * IPv4 one (mapped, 6to4, Teredo, NAT64) are not public, since that one may be private.
 */
public final class PublicAddresses {

    private static final List<AddressBlock> SPECIAL_FOUR = blocks("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
            "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
            "224.0.0.0/4", "240.0.0.0/4");
    private static final AddressBlock GLOBAL_SIX = AddressBlock.of("2000::/3");
    private static final List<AddressBlock> SPECIAL_SIX = blocks("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");

    private PublicAddresses() {}

    public static boolean contains(InetAddress address) {
        return address.getAddress().length == 4
                ? SPECIAL_FOUR.stream().noneMatch(block -> block.contains(address))
                : GLOBAL_SIX.contains(address) && SPECIAL_SIX.stream().noneMatch(block -> block.contains(address));
    }

    private static List<AddressBlock> blocks(String... texts) {
        return Stream.of(texts).map(AddressBlock::of).toList();
    }
}
