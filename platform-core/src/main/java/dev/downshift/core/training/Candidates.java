package dev.downshift.core.training;

import dev.downshift.core.tasks.TaskId;
import java.util.List;

/** The candidates of the current organization. */
public interface Candidates {

    CandidateView get(CandidateId id);

    /** A task's candidates, newest first. */
    List<CandidateView> byTask(TaskId task);

    /** The organization's newest candidates, newest first. */
    List<CandidateView> newest(int limit);
}
