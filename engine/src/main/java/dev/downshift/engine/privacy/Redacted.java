package dev.downshift.engine.privacy;

import java.util.List;

/** A redacted value, and what was found in the original. */
public record Redacted<T>(T value, List<Finding> findings) {

    public Redacted {
        findings = List.copyOf(findings);
    }
}
