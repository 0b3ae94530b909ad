package dev.downshift.web;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A browser without a screen: cookies, forms with their token, redirects. */
public final class Visitor {

    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    private final URI server;
    private final HttpClient client =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).followRedirects(HttpClient.Redirect.NORMAL).build();
    private String page = "/sign-in";
    private String token = "";

    public Visitor(int port) {
        this.server = URI.create("http://localhost:" + port);
    }

    public HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(server.resolve(path)).header("Accept", "text/html").GET());
    }

    /** Sends a form from the page seen last. */
    public HttpResponse<String> submit(String path, Map<String, String> fields) {
        var form = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return send(HttpRequest.newBuilder(server.resolve(path))
                .header("Accept", "text/html")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Referer", server.resolve(page).toString())
                .POST(BodyPublishers.ofString(form + "&_csrf=" + URLEncoder.encode(token, StandardCharsets.UTF_8))));
    }

    /** Sends a file by the form of the page seen last, whose address carries the token. */
    public HttpResponse<String> submitFile(String path, String fileName, String content) {
        var boundary = "----a-boundary";
        var body = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + fileName + "\"\r\n"
                + "Content-Type: application/octet-stream\r\n\r\n" + content + "\r\n--" + boundary + "--\r\n";
        return submitParts(path, boundary, body);
    }

    /** Sends what may be the parts of a form, from the page seen last, whose address carries the token. */
    public HttpResponse<String> submitParts(String path, String boundary, String body) {
        return send(HttpRequest.newBuilder(server.resolve(path + "?_csrf=" + URLEncoder.encode(token, StandardCharsets.UTF_8)))
                .header("Accept", "text/html")
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .header("Referer", server.resolve(page).toString())
                .POST(BodyPublishers.ofString(body)));
    }

    public Visitor signIn(String email, String password) {
        get("/sign-in");
        submit("/sign-in", Map.of("email", email, "password", password));
        return this;
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            var response = client.send(request.build(), BodyHandlers.ofString());
            var found = TOKEN.matcher(response.body());
            token = found.find() ? found.group(1) : token;
            page = response.uri().getRawPath() + (response.uri().getRawQuery() == null ? "" : "?" + response.uri().getRawQuery());
            return response;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
