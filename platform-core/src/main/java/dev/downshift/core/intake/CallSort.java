package dev.downshift.core.intake;

/** What a list of calls begins with. */
public enum CallSort {
    /** The newest first. */
    TIME("ordered_at", "timestamptz"),
    /** The dearest first; calls of unknown cost are left out. */
    COST("cost_nanos", "bigint"),
    /** The slowest first; calls of unknown latency are left out. */
    LATENCY("latency_ms", "bigint");

    private final String column;
    private final String type;

    CallSort(String column, String type) {
        this.column = column;
        this.type = type;
    }

    String column() {
        return column;
    }

    String type() {
        return type;
    }
}
