package dev.downshift.gateway.chat;

import dev.downshift.core.InvalidInput;
import dev.downshift.core.routing.AddressPolicy;
import dev.downshift.core.routing.IncumbentAccess;
import dev.downshift.gateway.GatewaySettings;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** Calls the incumbent: the request as it came, byte for byte, with the organization's own credential. Nothing is retried. */
@Component
class IncumbentClient {

    private static final List<String> PASSED = List.of("accept", "content-type", "idempotency-key", "user-agent", "openai-organization", "openai-project", "openai-beta");

    private final AddressPolicy addresses;
    private final Duration limit;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    IncumbentClient(AddressPolicy addresses, GatewaySettings settings) {
        this.addresses = addresses;
        this.limit = settings.incumbentTimeout();
    }

    HttpResponse<InputStream> post(IncumbentAccess incumbent, String path, byte[] body, HttpServletRequest asked) throws IOException, InterruptedException {
        return send(incumbent, request(incumbent, path, asked).POST(HttpRequest.BodyPublishers.ofByteArray(body)).build());
    }

    HttpResponse<InputStream> get(IncumbentAccess incumbent, String path, HttpServletRequest asked) throws IOException, InterruptedException {
        return send(incumbent, request(incumbent, path, asked).GET().build());
    }

    private HttpRequest.Builder request(IncumbentAccess incumbent, String path, HttpServletRequest asked) {
        URI address = incumbent.resolve(path);
        HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(limit);
        for (String name : Collections.list(asked.getHeaderNames())) {
            if (PASSED.contains(name.toLowerCase(Locale.ROOT))) {
                request.header(name, asked.getHeader(name));
            }
        }
        if (incumbent.credential() != null) {
            request.header("Authorization", "Bearer " + incumbent.credential());
        }
        return request;
    }

    private HttpResponse<InputStream> send(IncumbentAccess incumbent, HttpRequest request) throws IOException, InterruptedException {
        try {
            addresses.check(incumbent.baseUrl());
        } catch (InvalidInput refused) {
            throw new IOException(refused.getMessage(), refused);
        }
        return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    }
}
