package dev.downshift.core.imports;

/** What a worker does with a run of an import. Each step may be killed at any point and begun again. */
public interface ImportWork {

    /** Fetches the next page or objects and hands them to intake; says whether there is more to do. */
    boolean advance(ImportRunId run);

    /** Says to people why it could not be run. */
    void fail(ImportRunId run, String reason);
}
