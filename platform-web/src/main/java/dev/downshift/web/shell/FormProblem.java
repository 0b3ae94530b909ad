package dev.downshift.web.shell;

import dev.downshift.core.InvalidInput;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong in a form, shown at its field.
 *
 * @param field the field's name; empty for the form as a whole
 * @param remedy what to do; may be empty
 */
public record FormProblem(String field, @Nullable String message, String remedy) {

    public static FormProblem of(InvalidInput invalid) {
        return new FormProblem(invalid.field(), invalid.getMessage(), invalid.remedy());
    }

    public String text() {
        return message + (remedy.isEmpty() ? "" : " " + remedy);
    }

    public boolean at(String name) {
        return field.equals(name);
    }
}
