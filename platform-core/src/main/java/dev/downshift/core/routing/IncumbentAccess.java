package dev.downshift.core.routing;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** What it takes to call the incumbent. */
public record IncumbentAccess(URI baseUrl, @Nullable String credential) {

    /** An address below the base URL. */
    public URI resolve(String path) {
        String base = baseUrl.toString();
        return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
    }

    @Override
    public String toString() {
        return "IncumbentAccess[" + baseUrl + "]";
    }
}
