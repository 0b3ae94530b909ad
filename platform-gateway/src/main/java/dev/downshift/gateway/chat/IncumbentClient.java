package dev.downshift.gateway.chat;

import dev.downshift.core.network.AddressRules;
import dev.downshift.core.routing.IncumbentAccess;
import dev.downshift.core.routing.IncumbentAddresses;
import dev.downshift.gateway.GatewaySettings;
import jakarta.annotation.PreDestroy;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.springframework.stereotype.Component;

/**
 * Calls the incumbent: the request as it came, byte for byte, with the organization's own credential. Nothing is retried. The rules of
 * addresses are asked at each connection, so that a name cannot mean another address there than when it was checked.
 */
@Component
class IncumbentClient {

    private static final List<String> PASSED = List.of("accept", "content-type", "idempotency-key", "user-agent", "openai-organization", "openai-project", "openai-beta");
    private static final Duration CONNECT = Duration.ofSeconds(10);
    /** Connections that rest this long are looked at before they are used, for the other side may have closed them. */
    private static final Duration REST = Duration.ofMillis(100);

    private final AddressRules rules;
    private final CloseableHttpClient client;

    IncumbentClient(IncumbentAddresses addresses, GatewaySettings settings) {
        this.rules = addresses.rules();
        this.client = client(rules, settings.incumbentTimeout());
    }

    private static CloseableHttpClient client(AddressRules rules, Duration silence) {
        return HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(rules)
                        .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
                        .setMaxConnPerRoute(Integer.MAX_VALUE)
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(CONNECT.toMillis(), TimeUnit.MILLISECONDS)
                                .setSocketTimeout((int) silence.toMillis(), TimeUnit.MILLISECONDS)
                                .setValidateAfterInactivity(REST.toMillis(), TimeUnit.MILLISECONDS).build())
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setResponseTimeout(silence.toMillis(), TimeUnit.MILLISECONDS).setProtocolUpgradeEnabled(false).build())
                .setUserAgent("Downshift")
                .disableContentCompression().disableRedirectHandling().disableCookieManagement().disableAuthCaching().disableConnectionState().disableAutomaticRetries()
                .build();
    }

    IncumbentAnswer post(IncumbentAccess incumbent, String path, byte[] body, HttpServletRequest asked) throws IOException {
        HttpPost request = new HttpPost(incumbent.resolve(path));
        request.setEntity(new ByteArrayEntity(body, null));
        return send(incumbent, request, asked);
    }

    IncumbentAnswer get(IncumbentAccess incumbent, String path, HttpServletRequest asked) throws IOException {
        return send(incumbent, new HttpGet(incumbent.resolve(path)), asked);
    }

    private IncumbentAnswer send(IncumbentAccess incumbent, HttpUriRequestBase request, HttpServletRequest asked) throws IOException {
        rules.check(incumbent.baseUrl());
        for (String name : Collections.list(asked.getHeaderNames())) {
            if (PASSED.contains(name.toLowerCase(Locale.ROOT))) {
                request.setHeader(name, asked.getHeader(name));
            }
        }
        if (incumbent.credential() != null) {
            request.setHeader("Authorization", "Bearer " + incumbent.credential());
        }
        return new IncumbentAnswer(request, client.executeOpen(null, request, null));
    }

    @PreDestroy
    void close() throws IOException {
        client.close();
    }
}
