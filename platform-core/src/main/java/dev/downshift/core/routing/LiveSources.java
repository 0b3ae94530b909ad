package dev.downshift.core.routing;

import dev.downshift.core.tasks.TaskId;
import dev.downshift.core.training.CandidateId;
import dev.downshift.engine.evaluation.OutputShape;
import dev.downshift.engine.traces.LlmCall;
import java.util.Optional;

/** What live routing takes from other capabilities, for the current organization. */
interface LiveSources {

    /** Recognizes the task of a call as it arrives, unredacted; none where there is any doubt. */
    Recognizer recognizer();

    ServableModel model(CandidateId candidate);

    /** What the answers that the candidate learned from look like. */
    AnswerProfile answers(CandidateId candidate);

    OutputShape shape(TaskId task);

    /** Says to which task a call belongs. */
    interface Recognizer {
        Optional<TaskId> recognize(LlmCall call);
    }
}
