package dev.downshift.core;

import java.nio.file.Path;

/** The data folder ({@code downshift.home}): blobs, models, runs, and the embedded database. */
public record DownshiftHome(Path path) {

    public Path resolve(String relative) {
        return path.resolve(relative);
    }
}
