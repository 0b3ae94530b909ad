package dev.downshift.core.routing;

import java.nio.file.Path;

/**
 * A model that can be served.
 *
 * @param name what requests and answers call it; unique, a candidate's id or a base model's
 * @param file its GGUF file
 */
public record ServableModel(String name, Path file) {

    public ServableModel {
        if (!name.matches("[A-Za-z0-9._-]{1,100}")) {
            throw new IllegalArgumentException("a served model's name has 1 to 100 letters, digits, dots, dashes and underscores");
        }
    }
}
