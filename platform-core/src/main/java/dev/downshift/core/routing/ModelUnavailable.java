package dev.downshift.core.routing;

import org.jspecify.annotations.Nullable;

/** A model could not be served: why, and what to do. */
public class ModelUnavailable extends RuntimeException {

    public ModelUnavailable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
