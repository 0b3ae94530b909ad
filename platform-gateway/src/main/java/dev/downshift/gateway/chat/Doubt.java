package dev.downshift.gateway.chat;

import java.util.Locale;

/** Why a small model's answer is not given to the client. */
enum Doubt {
    /** The request asks for something small models are not asked for: several answers, pictures, a schema of other answers, a longer prompt. */
    UNSUPPORTED,
    /** The model is not being served at the moment, or too many ask it at once. */
    NOT_READY,
    TIMED_OUT,
    FAILED,
    CUT_OFF,
    EMPTY,
    NOT_JSON,
    MISSING_FIELD,
    UNKNOWN_LABEL,
    SCHEMA_VIOLATED,
    TOOL_EXPECTED,
    UNKNOWN_TOOL,
    INVALID_ARGUMENTS;

    /** Whether it tells against the model; what the client or the machine is the reason of does not. */
    boolean countsAgainstModel() {
        return this != NOT_READY && this != UNSUPPORTED;
    }

    /** As written into the log. */
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
