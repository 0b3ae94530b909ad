package dev.downshift.core.routing;

import java.net.URI;
import java.time.Instant;

/**
 * Where an organization's incumbent answers.
 *
 * @param baseUrl as an OpenAI client would be given it, such as {@code https://api.openai.com/v1}
 * @param hasCredential whether a credential is stored; it is never shown
 */
public record IncumbentEndpoint(URI baseUrl, boolean hasCredential, String changedByName, Instant changedAt) {}
