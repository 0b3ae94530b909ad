package dev.downshift.http.tus;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import org.jspecify.annotations.Nullable;

/** Keeps the library's errors from becoming error pages of the server, which know neither the protocol nor our problems. */
final class RefusalCatcher extends HttpServletResponseWrapper {

    private TusEndpoint.@Nullable Refused refused;

    RefusalCatcher(HttpServletResponse response) {
        super(response);
    }

    TusEndpoint.@Nullable Refused refused() {
        return refused;
    }

    @Override
    public void sendError(int status, @Nullable String message) {
        refused = new TusEndpoint.Refused(status, sentence(status, message));
    }

    @Override
    public void sendError(int status) {
        sendError(status, null);
    }

    private static String sentence(int status, @Nullable String message) {
        return switch (status) {
            case HttpServletResponse.SC_PRECONDITION_FAILED -> "The header Tus-Resumable: 1.0.0 is missing, or names another version.";
            case HttpServletResponse.SC_CONFLICT -> "The upload does not stand at the offset that was sent. Ask for its offset, and go on from there.";
            default -> message == null ? "The request does not follow tus 1.0." : message;
        };
    }
}
