package dev.downshift.core.routing;

import dev.downshift.core.InvalidInput;
import dev.downshift.core.network.PublicAddresses;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Which addresses an incumbent may have. A tenant must not make the gateway call into the operator's own network, so private addresses
 * are refused, when the address is set and again at every connection, unless the operator allows them.
 */
@Component
public class AddressPolicy {

    private final boolean privateAllowed;
    private final boolean loopbackAllowed;

    /**
     * @param privateAllowed every address, and plain HTTP
     * @param loopbackAllowed this machine's own; by default where the database is the embedded one, which is a single machine
     */
    AddressPolicy(
            @Value("${downshift.gateway.allow-private-incumbents:false}") boolean privateAllowed,
            @Value("${downshift.gateway.allow-loopback-incumbents:#{null}}") @Nullable Boolean loopbackAllowed,
            @Value("${spring.datasource.url:}") String databaseUrl) {
        this.privateAllowed = privateAllowed;
        this.loopbackAllowed = privateAllowed || (loopbackAllowed == null ? databaseUrl.isBlank() : loopbackAllowed);
    }

    /**
     * Checks an address.
     *
     * @throws InvalidInput when it may not be called
     */
    public void check(URI address) {
        String host = address.getHost();
        if (host == null || !Set.of("http", "https").contains(String.valueOf(address.getScheme())) || address.getUserInfo() != null) {
            throw refused("The address is not an http or https address.");
        }
        boolean loopback = true;
        for (InetAddress resolved : resolve(host)) {
            loopback &= resolved.isLoopbackAddress();
            if (resolved.isLoopbackAddress() ? !loopbackAllowed : !PublicAddresses.contains(resolved) && !privateAllowed) {
                throw refused("The address lies inside a private network.");
            }
        }
        if (address.getScheme().equals("http") && !loopback && !privateAllowed) {
            throw refused("The address is not encrypted.");
        }
    }

    private static InetAddress[] resolve(String host) {
        try {
            return InetAddress.getAllByName(host.startsWith("[") ? host.substring(1, host.length() - 1) : host);
        } catch (UnknownHostException unknown) {
            throw refused("The host name " + host + " is not known.");
        }
    }

    private static InvalidInput refused(String why) {
        return new InvalidInput("baseUrl", why,
                "Give the public https address of an OpenAI-compatible API; the operator can allow private ones with downshift.gateway.allow-private-incumbents.");
    }
}
