package dev.downshift.core.network;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

/**
 * Which addresses may be called on behalf of a tenant: public ones over HTTPS, and what the operator allows besides. As the resolver of
 * a client it is asked for every connection, and the addresses it gives are those that are connected to, so that a name cannot
 * mean one address when it is checked and another one afterwards.
 */
public final class AddressRules implements DnsResolver {

    private static final int LAST_PORT = 65_535;

    private final boolean everything;
    private final Set<String> hosts;
    private final List<AddressBlock> blocks;
    private final DnsResolver names;

    private AddressRules(boolean everything, Set<String> hosts, List<AddressBlock> blocks, DnsResolver names) {
        this.everything = everything;
        this.hosts = hosts;
        this.blocks = blocks;
        this.names = names;
    }

    /**
     * Rules.
     *
     * @param everything whether private addresses and plain HTTP are allowed everywhere
     * @param allowed hosts, with the hosts below them, and blocks of addresses that are allowed though they are private, over plain HTTP too
     */
    public static AddressRules of(boolean everything, List<String> allowed) {
        return of(everything, allowed, SystemDefaultDnsResolver.INSTANCE);
    }

    /** The same with another resolver of names. */
    public static AddressRules of(boolean everything, List<String> allowed, DnsResolver names) {
        List<String> entries = allowed.stream().map(String::strip).filter(entry -> !entry.isEmpty()).toList();
        return new AddressRules(everything,
                entries.stream().filter(entry -> !AddressBlock.isWrittenAsOne(entry)).map(entry -> entry.toLowerCase(Locale.ROOT)).collect(Collectors.toSet()),
                entries.stream().filter(AddressBlock::isWrittenAsOne).map(AddressBlock::of).toList(), names);
    }

    /**
     * Checks what can be checked before there is a connection.
     *
     * @throws UnknownHostException when the host is not known, and as {@link AddressRefused} when it may not be called
     */
    public void check(URI address) throws UnknownHostException {
        String host = address.getHost();
        String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
        if (host == null || !Set.of("http", "https").contains(scheme) || address.getUserInfo() != null
                || address.getPort() == 0 || address.getPort() > LAST_PORT) {
            throw new AddressRefused("The address is not an http or https address of a host.");
        }
        InetAddress[] resolved = resolve(host);
        if (scheme.equals("http") && !everything && !isAllowed(host, resolved)) {
            throw new AddressRefused("The address is not encrypted.");
        }
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] resolved = names.resolve(bare(host));
        if (!everything && !isAllowed(host, resolved) && !Stream.of(resolved).allMatch(PublicAddresses::contains)) {
            throw new AddressRefused("The address of " + bare(host) + " lies inside a private network.");
        }
        return resolved;
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }

    private boolean isAllowed(String host, InetAddress[] resolved) {
        String name = bare(host).toLowerCase(Locale.ROOT);
        return hosts.stream().anyMatch(allowed -> name.equals(allowed) || name.endsWith("." + allowed))
                || Stream.of(resolved).allMatch(address -> blocks.stream().anyMatch(block -> block.contains(address)));
    }

    private static String bare(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }
}
