package dev.downshift.http.tus;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import me.desair.tus.server.HttpHeader;
import org.jspecify.annotations.Nullable;

/**
 * A request whose header cannot name another method. The protocol lets a client that can only POST name the method it means in a header. A browser
 * sends some methods to other sites without asking first; there that header would turn a harmless request into a change.
 */
final class OwnMethod extends HttpServletRequestWrapper {

    OwnMethod(HttpServletRequest request) {
        super(request);
    }

    @Override
    public @Nullable String getHeader(String name) {
        return name.equalsIgnoreCase(HttpHeader.METHOD_OVERRIDE) ? null : super.getHeader(name);
    }
}
