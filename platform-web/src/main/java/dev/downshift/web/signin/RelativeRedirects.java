package dev.downshift.web.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import org.springframework.security.web.RedirectStrategy;

/** Redirects within this server, whatever host the request claims to be for. */
final class RelativeRedirects implements RedirectStrategy {

    @Override
    public void sendRedirect(HttpServletRequest request, HttpServletResponse response, String address) throws IOException {
        URI target = URI.create(address);
        String path = target.getRawPath() == null || target.getRawPath().isEmpty() ? "/" : target.getRawPath().replaceFirst("^/+", "/");
        response.sendRedirect(response.encodeRedirectURL(path + (target.getRawQuery() == null ? "" : "?" + target.getRawQuery())));
    }
}
