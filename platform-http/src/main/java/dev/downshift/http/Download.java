package dev.downshift.http;

import dev.downshift.core.exports.Delivery;
import dev.downshift.core.exports.Export;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;

/** Sends an export as a file, while it is read. */
public final class Download {

    private Download() {}

    /**
     * Sends it. A failure before the first bytes are out is answered as any other; after that it is thrown on, and the connection ends without the
     * end of the file, so that nobody takes the part for the whole.
     *
     * @param gz whether the file itself is to be a gzip file
     */
    public static void send(Export export, boolean gz, HttpServletRequest request, HttpServletResponse response) throws IOException {
        Delivery delivery = Delivery.of(export, gz, request.getHeader(HttpHeaders.ACCEPT_ENCODING));
        response.setContentType(delivery.mediaType());
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, ContentDisposition.attachment().filename(delivery.fileName()).build().toString());
        response.setHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        if (delivery.contentEncoding() != null) {
            response.setHeader(HttpHeaders.CONTENT_ENCODING, delivery.contentEncoding());
        }
        try {
            export.writeTo(response.getOutputStream(), delivery.gzip());
        } catch (RuntimeException failure) {
            if (response.isCommitted()) {
                throw new IllegalStateException("An export broke off: " + delivery.fileName(), failure);
            }
            response.reset();
            throw failure;
        }
    }
}
