package dev.downshift.core.intake;

import java.io.IOException;
import java.util.Collection;
import java.util.List;

/** Finds the calls of the current organization that hold a text, and erases calls for good. Doing any of it again changes nothing. */
public interface CallErasure {

    /** A call that holds a text, and the upload that brought it. */
    record Holder(CallId call, UploadId upload) {}

    /**
     * The calls that hold one of these texts: in a message, in a tool's definition, or in what else was logged with them. It reads every
     * message and every call that is stored.
     */
    List<Holder> holding(List<SoughtText> texts);

    /** Lets no calls come in until the running transaction ends. */
    void holdBack();

    /** Whether one of these uploads is being read, or waits for it, and so may bring more calls. */
    boolean areComing(Collection<UploadId> uploads);

    /** Erases calls in the running transaction, with their place in tasks, and answers how many there were. */
    int erase(Collection<CallId> calls);

    /** How many of these uploads have a file that is kept, and would be deleted. */
    int countFiles(Collection<UploadId> uploads);

    /** Deletes the files of these uploads, from which erased calls could be read again; one that is being read keeps it. */
    void deleteFiles(Collection<UploadId> uploads) throws IOException;

    /**
     * Deletes in the running transaction the messages and the definitions of tools that no call holds any more, with what was found in
     * them, and answers how many messages there were. Until the transaction ends no calls come in.
     */
    int deleteUnused();
}
