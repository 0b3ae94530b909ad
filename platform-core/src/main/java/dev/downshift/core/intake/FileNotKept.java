package dev.downshift.core.intake;

import java.io.IOException;

/** What was uploaded is not kept any more, or not all of it. Says so to people. */
final class FileNotKept extends IOException {

    private static final long serialVersionUID = 1L;

    FileNotKept(String message) {
        super(message);
    }
}
