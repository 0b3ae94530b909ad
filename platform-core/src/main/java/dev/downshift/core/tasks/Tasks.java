package dev.downshift.core.tasks;

import dev.downshift.core.Page;
import dev.downshift.core.intake.CallId;
import dev.downshift.engine.discovery.CallSiteMatcher;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tasks of the current organization. */
public interface Tasks {

    TaskView get(TaskId id);

    Page<TaskView> list(TaskQuery query, @Nullable String cursor);

    /** Ids of all its calls, in the order of their ids. */
    List<CallId> calls(TaskId id);

    /** Its calls, page by page. */
    Page<CallId> calls(TaskId id, @Nullable String cursor);

    /** A few of its calls, the most typical first where their variable parts have been embedded. */
    List<CallId> examples(TaskId id, int count);

    /** The task of a call, if it has one. */
    Optional<TaskId> taskOf(CallId call);

    /** How many calls are in no task. */
    long unassigned();

    /** Gives it a name that later runs keep. */
    void rename(TaskId id, String name);

    /** Recognises live calls of the active tasks; nothing before the first discovery. */
    Optional<CallSiteMatcher<TaskId>> matcher();
}
