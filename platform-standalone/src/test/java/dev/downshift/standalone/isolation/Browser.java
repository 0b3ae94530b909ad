package dev.downshift.standalone.isolation;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A person's browser as far as HTTP goes: cookies, and the CSRF token of the last page. */
final class Browser {

    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

    private final HttpClient client =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).connectTimeout(Duration.ofSeconds(10)).build();
    private final URI home;
    private String token = "";

    Browser(int port) {
        this.home = URI.create("http://localhost:" + port + "/");
    }

    void signIn(String email, String password) throws IOException, InterruptedException {
        remember(exchange("GET", "/sign-in", Map.of()));
        exchange("POST", "/sign-in", Map.of("username", email, "email", email, "password", password));
        HttpResponse<String> overview = exchange("GET", "/", Map.of());
        if (overview.statusCode() != 200) {
            throw new IllegalStateException("not signed in: " + overview.statusCode() + " " + overview.headers().map());
        }
        remember(overview);
    }

    HttpResponse<String> exchange(String method, String path, Map<String, ?> form) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(home.resolve(path)).timeout(Duration.ofSeconds(30));
        if (method.equals("GET")) {
            request.GET();
        } else {
            String fields = form.entrySet().stream().map(field -> encode(field.getKey()) + "=" + encode(field.getValue().toString()))
                    .collect(Collectors.joining("&"));
            request.header("Content-Type", "application/x-www-form-urlencoded")
                    .method(method, HttpRequest.BodyPublishers.ofString(fields + "&_csrf=" + encode(token)));
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private void remember(HttpResponse<String> page) {
        Matcher matcher = TOKEN.matcher(page.body());
        if (!matcher.find()) {
            throw new IllegalStateException("the page has no form with a token");
        }
        token = matcher.group(1);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
