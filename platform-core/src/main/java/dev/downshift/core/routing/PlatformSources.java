package dev.downshift.core.routing;

import dev.downshift.core.datasets.Datasets;
import dev.downshift.core.datasets.Example;
import dev.downshift.core.datasets.Split;
import dev.downshift.core.privacy.Redaction;
import dev.downshift.core.tasks.TaskId;
import dev.downshift.core.tasks.Tasks;
import dev.downshift.core.tenancy.Tenant;
import dev.downshift.core.training.CandidateId;
import dev.downshift.core.training.CandidateView;
import dev.downshift.core.training.Candidates;
import dev.downshift.core.training.TrainingRuns;
import dev.downshift.engine.discovery.CallSiteMatcher;
import dev.downshift.engine.evaluation.OutputShape;
import dev.downshift.engine.privacy.Redactor;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** What live routing takes from the platform's other capabilities. */
@Component
class PlatformSources implements LiveSources {

    private final Tasks tasks;
    private final Redaction redaction;
    private final Candidates candidates;
    private final TrainingRuns runs;
    private final Datasets datasets;
    private final Map<CandidateId, AnswerProfile> profiles = new ConcurrentHashMap<>();

    PlatformSources(Tasks tasks, Redaction redaction, Candidates candidates, TrainingRuns runs, Datasets datasets) {
        this.tasks = tasks;
        this.redaction = redaction;
        this.candidates = candidates;
        this.runs = runs;
        this.datasets = datasets;
    }

    /** Templates were mined from redacted text, so it is a redacted copy of the call that is compared with them. */
    @Override
    public Recognizer recognizer() {
        Optional<CallSiteMatcher<TaskId>> matcher = tasks.matcher();
        if (matcher.isEmpty()) {
            return call -> Optional.empty();
        }
        Redactor redactor = redaction.redactorFor(Tenant.current());
        return call -> matcher.get().match(redactor.redact(call).value());
    }

    @Override
    public ServableModel model(CandidateId candidate) {
        CandidateView view = candidates.get(candidate);
        return new ServableModel(candidate.toString(), view.gguf());
    }

    /** A candidate never changes, so what it learned from is read once. */
    @Override
    public AnswerProfile answers(CandidateId candidate) {
        AnswerProfile known = profiles.get(candidate);
        if (known == null) {
            known = learn(candidate);
            profiles.put(candidate, known);
        }
        return known;
    }

    @Override
    public OutputShape shape(TaskId task) {
        return tasks.get(task).outputShape();
    }

    private AnswerProfile learn(CandidateId candidate) {
        CandidateView view = candidates.get(candidate);
        try (Stream<Example> examples = datasets.examples(runs.get(view.run()).dataset(), Split.TRAIN)) {
            return AnswerProfile.learn(examples.map(Example::answer).iterator());
        }
    }
}
