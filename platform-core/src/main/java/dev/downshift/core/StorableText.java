package dev.downshift.core;

import java.beans.PropertyEditorSupport;

/** Takes a text from a form or an address only as the database can hold it ({@link Text#isStorable}). */
public final class StorableText extends PropertyEditorSupport {

    /** What to do about a text that cannot be stored. */
    public static final String REMEDY = "Leave out NUL, and halves of surrogate pairs.";

    @Override
    public void setAsText(String text) {
        if (!Text.isStorable(text)) {
            throw new IllegalArgumentException("a character that cannot be stored");
        }
        setValue(text);
    }
}
