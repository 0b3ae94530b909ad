package dev.downshift.engine.traces;

/** Why a record cannot be read, in words for the person who made the file. Holds no value from the record. */
sealed class BadRecord extends RuntimeException permits BrokenJson {

    private final String reason;
    private final String remedy;

    BadRecord(String reason, String remedy) {
        super(reason, null, false, false);
        this.reason = reason;
        this.remedy = remedy;
    }

    static BadRecord wrongType(String field, String expected) {
        return new BadRecord("\"" + field + "\" is not " + expected, "Write " + expected + " there, or leave the field out.");
    }

    String reason() {
        return reason;
    }

    String remedy() {
        return remedy;
    }
}
