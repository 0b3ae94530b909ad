package dev.downshift.http.tus;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import me.desair.tus.server.HttpHeader;
import org.jspecify.annotations.Nullable;

/** A request to create an upload as it would be without the first bytes, which the library's release does not take with it. */
final class WithoutBody extends HttpServletRequestWrapper {

    WithoutBody(HttpServletRequest request) {
        super(request);
    }

    @Override
    public @Nullable String getHeader(String name) {
        if (name.equalsIgnoreCase(HttpHeader.CONTENT_LENGTH)) {
            return "0";
        }
        return name.equalsIgnoreCase(HttpHeader.CONTENT_TYPE) || name.equalsIgnoreCase(HttpHeader.UPLOAD_CHECKSUM) ? null : super.getHeader(name);
    }
}
