package dev.downshift.core.network;

import java.io.IOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.apache5.ProxyConfiguration;

/**
 * Calls the addresses that the {@link AddressRules} allow, and no others: they are asked at each connection. Redirects are not followed, answers
 * are bounded in size and time, and neither cookies nor the proxies of the environment play a part.
 */
public final class OutboundHttp implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration SILENCE = Duration.ofSeconds(60);
    private static final Duration WHOLE_ANSWER = Duration.ofMinutes(5);
    private static final int CONNECTIONS_TO_ONE_HOST = 16;

    private final AddressRules rules;
    private final Duration silence;
    private final Duration wholeAnswer;
    private final ScheduledExecutorService deadlines = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("outbound-deadlines").factory());
    private @Nullable CloseableHttpClient client;

    public OutboundHttp(AddressRules rules) {
        this(rules, SILENCE, WHOLE_ANSWER);
    }

    /**
     * A client with its own patience.
     *
     * @param wholeAnswer from the beginning of a request to the last byte of its answer, which may be silent all the while
     */
    public OutboundHttp(AddressRules rules, Duration wholeAnswer) {
        this(rules, wholeAnswer, wholeAnswer);
    }

    private OutboundHttp(AddressRules rules, Duration silence, Duration wholeAnswer) {
        this.rules = rules;
        this.silence = silence;
        this.wholeAnswer = wholeAnswer;
    }

    /** Made when it is first needed, which in most processes is never. */
    private synchronized CloseableHttpClient client() {
        CloseableHttpClient made = client == null ? newClient() : client;
        client = made;
        return made;
    }

    private CloseableHttpClient newClient() {
        return HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(rules)
                        .setMaxConnPerRoute(CONNECTIONS_TO_ONE_HOST)
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(CONNECT.toSeconds(), TimeUnit.SECONDS)
                                .setSocketTimeout((int) silence.toMillis(), TimeUnit.MILLISECONDS).build())
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom().setResponseTimeout(silence.toMillis(), TimeUnit.MILLISECONDS).setProtocolUpgradeEnabled(false).build())
                .setUserAgent("Downshift")
                .disableRedirectHandling().disableCookieManagement().disableAuthCaching().disableAutomaticRetries()
                .build();
    }

    /**
     * What to ask for.
     *
     * @param body as JSON; null for a GET, otherwise it is a POST
     */
    public record Request(URI address, Map<String, String> headers, @Nullable String body) {}

    /**
     * What came back.
     *
     * @param retryAfter what the header of that name says, as it is
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Answer(int status, @Nullable String retryAfter, byte[] body) {}

    /** The answer is larger than the caller takes. */
    public static final class TooLarge extends IOException {
        TooLarge(long most) {
            super("The answer is larger than " + most + " bytes.");
        }
    }

    /** The answer did not end in time. */
    public static final class TooLate extends IOException {
        TooLate(Duration wholeAnswer, IOException cause) {
            super("The answer did not end within " + wholeAnswer.toSeconds() + " seconds.", cause);
        }
    }

    /** Checks an address as {@link AddressRules#check} does. */
    public void check(URI address) throws UnknownHostException {
        rules.check(address);
    }

    /**
     * Sends a request.
     *
     * @param most how many bytes of an answer are taken, after decompression
     * @throws AddressRefused when the address may not be called
     * @throws TooLarge when there are more
     * @throws TooLate when they take longer than this client waits
     */
    public Answer send(Request request, long most) throws IOException {
        rules.check(request.address());
        HttpUriRequestBase message = new HttpUriRequestBase(request.body() == null ? "GET" : "POST", request.address());
        if (request.body() != null) {
            message.setEntity(new StringEntity(request.body(), ContentType.APPLICATION_JSON));
        }
        request.headers().forEach(message::addHeader);
        AtomicBoolean late = new AtomicBoolean();
        Future<?> deadline = deadlines.schedule(() -> {
            late.set(true);
            message.cancel();
        }, wholeAnswer.toMillis(), TimeUnit.MILLISECONDS);
        try {
            return client().execute(message, response -> answer(response, most, message::cancel));
        } catch (IOException e) {
            throw late.get() ? new TooLate(wholeAnswer, e) : e;
        } finally {
            deadline.cancel(false);
        }
    }

    /** The same rules for clients of the AWS SDK. */
    public SdkHttpClient.Builder<?> forAws() {
        return Apache5HttpClient.builder().dnsResolver(rules).connectionTimeout(CONNECT).socketTimeout(SILENCE)
                .proxyConfiguration(ProxyConfiguration.builder().useSystemPropertyValues(false).useEnvironmentVariableValues(false).build());
    }

    @Override
    public synchronized void close() throws IOException {
        deadlines.shutdownNow();
        if (client != null) {
            client.close();
        }
    }

    private static Answer answer(ClassicHttpResponse response, long most, Runnable giveUp) throws IOException {
        Header retryAfter = response.getFirstHeader("Retry-After");
        HttpEntity entity = response.getEntity();
        byte[] body = entity == null ? new byte[0] : new BoundedInput(entity.getContent(), most, giveUp).readAllBytes();
        return new Answer(response.getCode(), retryAfter == null ? null : retryAfter.getValue(), body);
    }
}
