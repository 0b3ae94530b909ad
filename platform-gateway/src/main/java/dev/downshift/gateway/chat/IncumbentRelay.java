package dev.downshift.gateway.chat;

import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.hc.core5.http.Header;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Hands the incumbent's answer to the client as it comes, status, body and all, and keeps a copy for the log. */
final class IncumbentRelay {

    private static final JsonMapper JSON = new JsonMapper();
    /** Of an answer that is not streamed, in bytes; of a longer one only that it was is kept. */
    private static final int LARGEST_COPY = 16 << 20;
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9a-z-]+");
    private static final Set<String> PASSED = Set.of("content-type", "cache-control", "retry-after", "x-request-id", "request-id");

    private IncumbentRelay() {}

    /**
     * What the incumbent said.
     *
     * @param completion the completion, put together from its chunks if it was streamed; null if there was none
     * @param error what came instead
     */
    record Relayed(int status, @Nullable JsonNode completion, @Nullable JsonNode error) {}

    /**
     * Relays an answer.
     *
     * @param answer is closed by whoever asked, which cancels the call where it has not ended
     * @throws ClientGone when the client did
     */
    static Relayed relay(IncumbentAnswer answer, HttpServletResponse response) throws IOException {
        response.setStatus(answer.status());
        for (Header header : answer.headers()) {
            String name = header.getName().toLowerCase(Locale.ROOT);
            if ((PASSED.contains(name) || name.startsWith("openai-") || name.startsWith("x-ratelimit-")) && isWellFormed(name, header.getValue())) {
                response.addHeader(name, header.getValue());
            }
        }
        boolean streamed = answer.contentType().startsWith("text/event-stream");
        if (!streamed && answer.contentLength() >= 0) {
            response.setContentLengthLong(answer.contentLength());
        }
        StreamAssembly assembly = new StreamAssembly();
        Copy copy = new Copy();
        boolean ended = pump(answer, response, streamed, assembly, copy);
        return streamed ? streamed(answer.status(), assembly, ended) : whole(answer.status(), copy, ended);
    }

    /** Whether it is a header by RFC 9110: the server throws at others, when the incumbent has already answered. */
    private static boolean isWellFormed(String name, @Nullable String value) {
        return TOKEN.matcher(name).matches() && value != null && value.chars().allMatch(character -> character == '\t' || (character >= ' ' && character != 127));
    }

    /** Says whether the incumbent's answer came to its end. */
    private static boolean pump(IncumbentAnswer answer, HttpServletResponse response, boolean streamed, StreamAssembly assembly, Copy copy)
            throws IOException {
        OutputStream out = response.getOutputStream();
        byte[] buffer = new byte[8192];
        InputStream in = answer.body();
        while (true) {
            int read;
            try {
                read = in.read(buffer);
            } catch (IOException incumbentGone) {
                return false;
            }
            if (read < 0) {
                return true;
            }
            if (streamed) {
                assembly.add(buffer, read);
            } else {
                copy.add(buffer, read);
            }
            write(out, buffer, read, streamed);
        }
    }

    private static void write(OutputStream out, byte[] buffer, int length, boolean flush) throws ClientGone {
        try {
            out.write(buffer, 0, length);
            if (flush) {
                out.flush();
            }
        } catch (IOException gone) {
            throw new ClientGone(gone);
        }
    }

    private static Relayed streamed(int status, StreamAssembly assembly, boolean ended) {
        if (assembly.error() != null) {
            return new Relayed(status, null, assembly.error());
        }
        return ended && assembly.isComplete() ? new Relayed(status, assembly.completion(), null) : new Relayed(status, null, brokenOff());
    }

    private static Relayed whole(int status, Copy copy, boolean ended) {
        if (!ended) {
            return new Relayed(status, null, brokenOff());
        }
        if (copy.truncated) {
            return new Relayed(status, null, JSON.createObjectNode().put("message", "The answer is longer than 16 MiB. It was passed on and not kept.").put("code", "not_kept"));
        }
        JsonNode json;
        try {
            json = JSON.readTree(copy.bytes.toByteArray());
        } catch (JacksonException notJson) {
            json = JSON.createObjectNode();
        }
        if (status >= 400 || !json.path("choices").isArray()) {
            return new Relayed(status, null, json.has("error") ? json.path("error") : JSON.createObjectNode().put("message", "HTTP status " + status));
        }
        return new Relayed(status, json, null);
    }

    private static JsonNode brokenOff() {
        return JSON.createObjectNode().put("message", "The answer broke off.").put("code", "broken_off");
    }

    /** The beginning of an answer. */
    private static final class Copy {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private boolean truncated;

        void add(byte[] buffer, int length) {
            truncated |= bytes.size() + length > LARGEST_COPY;
            if (!truncated) {
                bytes.write(buffer, 0, length);
            }
        }
    }

    /** The client does not read on. */
    static final class ClientGone extends IOException {
        private static final long serialVersionUID = 1L;

        ClientGone(IOException cause) {
            super(cause);
        }
    }
}
