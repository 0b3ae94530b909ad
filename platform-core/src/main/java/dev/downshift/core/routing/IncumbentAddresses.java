package dev.downshift.core.routing;

import dev.downshift.core.InvalidInput;
import dev.downshift.core.network.AddressRefused;
import dev.downshift.core.network.AddressRules;
import java.net.URI;
import java.net.UnknownHostException;

/**
 * Which addresses an incumbent may have. A tenant must not make Downshift call into the operator's own network, so private addresses
 * are refused, when the address is set and again at every connection, unless the operator allows them.
 *
 * @param rules for the clients that call incumbents
 */
public record IncumbentAddresses(AddressRules rules) {

    /**
     * Checks an address before it is called.
     *
     * @throws InvalidInput when it may not be called
     */
    public void check(URI address) {
        try {
            rules.check(address);
        } catch (AddressRefused refused) {
            throw refused(refused.getMessage());
        } catch (UnknownHostException unknown) {
            throw refused("The host name " + address.getHost() + " is not known.");
        }
    }

    private static InvalidInput refused(String why) {
        return new InvalidInput("baseUrl", why,
                "Give the public https address of an OpenAI-compatible API; the operator can allow private ones with downshift.gateway.allow-private-incumbents.");
    }
}
