package dev.downshift.core.tasks;

import dev.downshift.core.Sha256;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Names the variable part of a prompt by its content: the first half of the SHA-256 hash of its redacted text. */
final class VariableIds {

    private VariableIds() {}

    static @Nullable UUID of(String text) {
        if (text.isBlank()) {
            return null;
        }
        ByteBuffer hash = ByteBuffer.wrap(Sha256.of(text));
        return new UUID(hash.getLong(), hash.getLong());
    }
}
