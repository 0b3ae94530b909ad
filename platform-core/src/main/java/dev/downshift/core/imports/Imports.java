package dev.downshift.core.imports;

import dev.downshift.core.Page;
import dev.downshift.core.intake.UploadView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The imports of the current organization. */
public interface Imports {

    /** How many of the files of a run are listed. */
    int FILES_LISTED = 50;

    /** By name. */
    List<ImportView> list();

    ImportView get(ImportId id);

    /**
     * Makes an import, which begins at once.
     *
     * @throws dev.downshift.core.InvalidInput when something of it cannot be, or its address may not be called
     */
    ImportId create(ImportDraft draft);

    /** Changes an import. Where another source is given, fetching begins anew. */
    void change(ImportId id, ImportDraft draft);

    /** Ends an import, and forgets its credential and its history; what it brought stays. */
    void delete(ImportId id);

    void pause(ImportId id);

    void resume(ImportId id);

    /** Asks for a run at once; one that waits or is at work is the one. */
    ImportRunId runNow(ImportId id);

    /** Newest first. */
    Page<ImportRunView> runs(ImportId id, @Nullable String cursor);

    ImportRunView run(ImportRunId run);

    /** What a run brought, newest first, at most {@link #FILES_LISTED}. */
    List<UploadView> files(ImportRunId run);

    /** Opens the source and looks, without fetching anything. */
    ConnectionTest test(ImportId id);
}
