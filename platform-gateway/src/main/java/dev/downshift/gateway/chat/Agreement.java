package dev.downshift.gateway.chat;

import dev.downshift.core.routing.LiveRoute;
import dev.downshift.engine.evaluation.Metric;
import dev.downshift.engine.traces.LlmCall;
import dev.downshift.engine.traces.Message;
import dev.downshift.engine.traces.OpenAiJson;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Whether a small model answered as the incumbent did, by the metric of its task. */
final class Agreement {

    private Agreement() {}

    /** None where the answers are texts, which may differ and both be good, or where one is missing. */
    static Optional<Boolean> of(LiveRoute route, JsonNode request, JsonNode incumbent, JsonNode small) {
        Metric metric = Metric.of(route.shape());
        if (metric.weakEvidence()) {
            return Optional.empty();
        }
        LlmCall reference = OpenAiJson.call(request, incumbent);
        LlmCall answered = OpenAiJson.call(request, small);
        Message expected = reference.response();
        return expected == null ? Optional.empty() : Optional.of(metric.score(expected, answered.response()).exact());
    }
}
