package dev.downshift.engine.evaluation;

/** The form of a task's answers, which decides how two answers are compared. */
public enum OutputShape {

    /** One of a small closed set, as a short text or as JSON. */
    LABEL,

    /** A JSON object with fields. */
    JSON_OBJECT,

    /** Mostly calls of tools. */
    TOOL_CALL,

    /** Free text or code. */
    TEXT
}
