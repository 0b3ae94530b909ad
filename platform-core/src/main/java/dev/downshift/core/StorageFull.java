package dev.downshift.core;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** There is no room left where files are kept. Nothing of what was being written stays; it can be sent again once there is room. */
public final class StorageFull extends IOException {

    /** How Linux, macOS and Windows say so; Java has no type for it. */
    private static final List<String> SAID = List.of("No space left on device", "Disk quota exceeded", "There is not enough space on the disk");

    private StorageFull(IOException cause) {
        super("There is no room left where files are kept. Make room, then try again.", cause);
    }

    /** This failure, named if it is this one. */
    public static IOException named(IOException failure) {
        String message = String.valueOf(failure.getMessage());
        return !(failure instanceof StorageFull) && SAID.stream().anyMatch(message::contains) ? new StorageFull(failure) : failure;
    }

    /** Whether this is why something failed. */
    public static boolean isBehind(Throwable failure) {
        for (@Nullable Throwable next = failure; next != null; next = next.getCause()) {
            if (next instanceof StorageFull) {
                return true;
            }
        }
        return false;
    }
}
