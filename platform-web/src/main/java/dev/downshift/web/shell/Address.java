package dev.downshift.web.shell;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The address of a page in a certain state; {@link #with} adds what is given and leaves out the rest. */
public record Address(String path, String query) {

    public static Address of(String path) {
        return new Address(path, "");
    }

    public Address with(String name, @Nullable Object value) {
        if (value == null || value.toString().isBlank()) {
            return this;
        }
        var pair = name + "=" + URLEncoder.encode(value.toString(), StandardCharsets.UTF_8);
        return new Address(path, query.isEmpty() ? pair : query + "&" + pair);
    }

    @Override
    public String toString() {
        return query.isEmpty() ? path : path + "?" + query;
    }
}
