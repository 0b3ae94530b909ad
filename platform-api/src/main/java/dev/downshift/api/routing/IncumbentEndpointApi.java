package dev.downshift.api.routing;

import dev.downshift.core.InvalidInput;
import dev.downshift.core.NotFound;
import dev.downshift.core.routing.IncumbentEndpoint;
import dev.downshift.core.routing.IncumbentEndpoints;
import dev.downshift.core.tenancy.Permission;
import dev.downshift.core.tenancy.Requires;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Where the incumbent LLM answers. Its credential goes in and never comes out. */
@RestController
@RequestMapping("/api/v1/incumbent-endpoint")
@Tag(name = "Routes")
class IncumbentEndpointApi {

    private final IncumbentEndpoints endpoints;

    IncumbentEndpointApi(IncumbentEndpoints endpoints) {
        this.endpoints = endpoints;
    }

    /**
     * What to set.
     *
     * @param credential left out keeps the stored one while the address stays on its host; an empty one removes it
     */
    record EndpointChange(@Nullable String baseUrl, @Nullable String credential) {}

    @GetMapping
    @Operation(summary = "The organization's incumbent endpoint")
    IncumbentEndpoint get() {
        return endpoints.get().orElseThrow(() -> new NotFound("incumbent endpoint"));
    }

    @Requires(Permission.MANAGE_SETTINGS)
    @PutMapping
    @Operation(summary = "Sets the incumbent endpoint, such as https://api.openai.com/v1, and the key that the gateway sends to it")
    IncumbentEndpoint set(@RequestBody EndpointChange change) {
        if (change.baseUrl() == null) {
            throw new InvalidInput("baseUrl", "The address is missing.", "Send it like https://api.openai.com/v1");
        }
        return endpoints.set(change.baseUrl(), change.credential());
    }
}
