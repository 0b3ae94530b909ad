package dev.downshift.core.routing;

import java.net.URI;
import java.util.Optional;

/** Where models answer, over the OpenAI API below the base URL given. */
public interface ModelServers {

    /**
     * The base URL of a model's server, which is started where it does not run. Waits for it.
     *
     * @throws ModelUnavailable when it does not come up
     */
    URI serve(ServableModel model);

    /** The base URL if the model answers now; if it does not, its server is started without waiting for it. */
    Optional<URI> ready(ServableModel model);
}
