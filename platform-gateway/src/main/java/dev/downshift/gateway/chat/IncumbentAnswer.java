package dev.downshift.gateway.chat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.jspecify.annotations.Nullable;

/** An answer that has begun. Where it has not ended, closing it breaks the connection, and so cancels the call. */
final class IncumbentAnswer implements AutoCloseable {

    private final HttpUriRequestBase request;
    private final ClassicHttpResponse response;
    private final @Nullable HttpEntity entity;

    IncumbentAnswer(HttpUriRequestBase request, ClassicHttpResponse response) {
        this.request = request;
        this.response = response;
        this.entity = response.getEntity();
    }

    int status() {
        return response.getCode();
    }

    List<Header> headers() {
        return List.of(response.getHeaders());
    }

    /** As it was sent; empty where it was not. */
    String contentType() {
        String type = entity == null ? null : entity.getContentType();
        return type == null ? "" : type;
    }

    /** Of the body in bytes; negative where that is not known. */
    long contentLength() {
        return entity == null ? -1 : entity.getContentLength();
    }

    /** The bytes as they come. Closing the stream would read it to its end. */
    InputStream body() throws IOException {
        return entity == null ? InputStream.nullInputStream() : entity.getContent();
    }

    @Override
    public void close() {
        request.cancel();
    }
}
