package dev.downshift.engine.traces;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** References to images, audio and files: a short address as it is, of inline bytes the digest. */
final class Attachments {

    private static final int LONGEST_ADDRESS = 2_000;

    private Attachments() {}

    /** The reference of an address, which may be a {@code data:} address that holds the bytes. */
    static String address(String address) {
        if (address.startsWith("data:")) {
            int comma = address.indexOf(',');
            return comma > 0 && address.substring(0, comma).endsWith(";base64") ? bytes(address.substring(comma + 1)) : digest(address);
        }
        return address.length() <= LONGEST_ADDRESS ? address : digest(address);
    }

    /** The reference of bytes in Base64. */
    static String bytes(String base64) {
        try {
            return "sha256:" + Digests.sha256(Base64.getMimeDecoder().decode(base64));
        } catch (IllegalArgumentException noBase64) {
            return digest(base64);
        }
    }

    /** The reference of anything else. */
    static String content(JsonNode content) {
        return content.isString() ? address(content.stringValue()) : digest(CanonicalJson.text(content));
    }

    /** Takes the first of these fields that is a text; the names of those with bytes end in {@code data} or {@code bytes}. */
    static @Nullable String take(Fields fields, List<String> names) {
        for (String name : names) {
            JsonNode value = fields.peek(name);
            if (value != null && value.isString()) {
                fields.take(name);
                boolean bytes = name.endsWith("data") || name.endsWith("bytes");
                return bytes && !value.stringValue().startsWith("data:") ? bytes(value.stringValue()) : address(value.stringValue());
            }
        }
        return null;
    }

    private static String digest(String text) {
        return "sha256:" + Digests.sha256(text.getBytes(StandardCharsets.UTF_8));
    }
}
