package dev.downshift.web.shell;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriUtils;

/** Shows the page of a refused form again, in the answer to the form itself: with the status of the refusal, and why in its alert ({@code problem}). */
@Component
class RefusedForms {

    private static final String SHOWN = RefusedForms.class.getName();

    /** The page that was shown in answer to a form. Its address takes forms only, so the next form sent from there came from that page. */
    private record Shown(String address, String page) implements Serializable {}

    /** Whether the page is known and was shown. */
    boolean show(HttpServletRequest request, HttpServletResponse response, int status, String problem) throws ServletException, IOException {
        @Nullable String page = "POST".equals(request.getMethod()) ? page(request) : null;
        RequestDispatcher dispatcher = page == null ? null : request.getRequestDispatcher(page.substring(request.getContextPath().length()));
        if (page == null || dispatcher == null) {
            return false;
        }
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.setAttribute(SHOWN, new Shown(request.getRequestURI(), page));
        }
        request.setAttribute("problem", problem);
        response.setStatus(status);
        dispatcher.forward(new Again(request, page), response);
        return true;
    }

    private static @Nullable String page(HttpServletRequest request) {
        @Nullable String from = cameFrom(request);
        HttpSession session = request.getSession(false);
        return session != null && session.getAttribute(SHOWN) instanceof Shown shown && shown.address().equals(from) ? shown.page() : from;
    }

    /** The path and query of the page that holds the form; never another site's. */
    private static @Nullable String cameFrom(HttpServletRequest request) {
        var referer = request.getHeader("Referer");
        if (referer == null) {
            return null;
        }
        try {
            var address = URI.create(referer);
            var path = address.getRawPath();
            if (!request.getServerName().equalsIgnoreCase(address.getHost()) || path == null
                    || !path.startsWith(request.getContextPath() + "/") || path.startsWith("//")) {
                return null;
            }
            return path + (address.getRawQuery() == null ? "" : "?" + address.getRawQuery());
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }

    /** The request as the page itself would be asked for: without the fields of the form. */
    private static final class Again extends HttpServletRequestWrapper {

        private final Map<String, String[]> parameters = new HashMap<>();

        Again(HttpServletRequest request, String page) {
            super(request);
            UriComponentsBuilder.fromUriString(page).build().getQueryParams().forEach((name, values) -> parameters.put(decoded(name),
                    values.stream().map(value -> value == null ? "" : decoded(value)).toArray(String[]::new)));
        }

        private static String decoded(String text) {
            return UriUtils.decode(text.replace('+', ' '), StandardCharsets.UTF_8);
        }

        @Override
        public String getMethod() {
            return "GET";
        }

        @Override
        public @Nullable String getParameter(String name) {
            String[] values = parameters.get(name);
            return values == null ? null : values[0];
        }

        @Override
        public String @Nullable [] getParameterValues(String name) {
            return parameters.get(name);
        }

        @Override
        public Enumeration<String> getParameterNames() {
            return Collections.enumeration(parameters.keySet());
        }

        @Override
        public Map<String, String[]> getParameterMap() {
            return Collections.unmodifiableMap(parameters);
        }
    }
}
