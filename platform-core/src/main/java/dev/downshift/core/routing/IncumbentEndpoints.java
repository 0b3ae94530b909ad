package dev.downshift.core.routing;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The incumbent of the current organization. */
public interface IncumbentEndpoints {

    Optional<IncumbentEndpoint> get();

    /**
     * Says where the incumbent answers.
     *
     * @param credential sent as a bearer token; null keeps the one that is stored if the address stays on the same host, empty removes it
     * @throws dev.downshift.core.InvalidInput when the address is no public HTTPS one and the operator does not allow others
     */
    IncumbentEndpoint set(String baseUrl, @Nullable String credential);

    /** What the gateway needs, the credential decrypted; for this process only. */
    Optional<IncumbentAccess> access();
}
