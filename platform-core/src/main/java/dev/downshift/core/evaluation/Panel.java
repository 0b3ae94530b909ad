package dev.downshift.core.evaluation;

import dev.downshift.core.datasets.Example;
import dev.downshift.core.evaluation.ChatModel.Reply;
import dev.downshift.core.intake.StoredCall;
import dev.downshift.core.routing.ModelUnavailable;
import dev.downshift.engine.evaluation.Metric;
import dev.downshift.engine.evaluation.OutputShape;
import dev.downshift.engine.evaluation.Score;
import dev.downshift.engine.evaluation.SliceNames;
import dev.downshift.engine.savings.PriceBook;
import dev.downshift.engine.traces.LlmCall.Usage;
import dev.downshift.engine.traces.Message;
import dev.downshift.engine.traces.OpenAiJson;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The contenders, asked the same example. The small models are asked greedily (temperature 0) and with a bounded answer. The
 * incumbent is asked as it is used: with the parameters of the logged call, unchanged.
 *
 * @param incumbent null where no endpoint is configured: the logged answer stands in
 * @param base null where the base model cannot be served
 */
record Panel(OutputShape shape, SmallModel candidate, @Nullable ChatModel incumbent, @Nullable SmallModel base, PriceBook prices,
        ExecutorService threads) {

    private static final Logger LOG = LoggerFactory.getLogger(Panel.class);
    private static final String MACHINE = "cpu";
    /** Parameters that say how answers travel and how many; and the old name of {@code tool_choice}, which does not fit tools. */
    private static final List<String> NOT_SENT_AGAIN = List.of("stream", "n", "logprobs", "top_logprobs", "function_call");
    private static final int SPARE_TOKENS = 16;
    private static final int MOST_TOKENS = 1_024;
    private static final int MOST_TOKENS_OF_BASE = 96;

    /** Asks the incumbent, which is far away, while the small models are busy with the examples before this one. */
    Future<Answer> askIncumbent(Example example, @Nullable StoredCall logged) {
        return threads.submit(() -> askIncumbent(example, logged, reference(example)));
    }

    ExampleResult ask(Example example, Future<Answer> incumbentAnswer, boolean withBase) throws InterruptedException {
        Message reference = reference(example);
        Map<Contender, Answer> answers = new EnumMap<>(Contender.class);
        answers.put(Contender.CANDIDATE, small(Contender.CANDIDATE, candidate.ask(smallRequest(example, candidate.name(), bound(example))), reference));
        if (base != null && withBase) {
            askBase(base, example, reference).ifPresent(answer -> answers.put(Contender.BASE, answer));
        }
        answers.put(Contender.INCUMBENT, result(incumbentAnswer));
        return new ExampleResult(example.ordinal(), example.call(), SliceNames.of(shape, Messages.prompt(example.messages()), reference),
                example.answer(), Map.copyOf(answers));
    }

    /** The base model is shown for comparison; the verdict does not wait for it. */
    private Optional<Answer> askBase(SmallModel asked, Example example, Message reference) throws InterruptedException {
        int bound = Math.min(bound(example), MOST_TOKENS_OF_BASE);
        try {
            return Optional.of(small(Contender.BASE, asked.ask(smallRequest(example, asked.name(), bound)), reference));
        } catch (ModelUnavailable unavailable) {
            LOG.warn("Example {} is left out for the base model: {}", example.ordinal(), unavailable.getMessage());
            return Optional.empty();
        }
    }

    private static Message reference(Example example) {
        return Objects.requireNonNull(Messages.answer(example.answer()), "a frozen example has an answer");
    }

    private static Answer result(Future<Answer> answer) throws InterruptedException {
        try {
            return answer.get();
        } catch (ExecutionException failed) {
            throw new IllegalStateException("the incumbent's answer could not be scored", failed);
        }
    }

    private Answer askIncumbent(Example example, @Nullable StoredCall logged, Message reference) throws InterruptedException {
        if (incumbent == null) {
            return standIn(example, logged, reference);
        }
        String model = example.model() == null ? "" : example.model();
        Reply reply = incumbent.ask(incumbentRequest(example, model, logged));
        BigDecimal cost = reply.promptTokens() == null || reply.completionTokens() == null ? null
                : prices.cost(model, new Usage(reply.promptTokens(), reply.completionTokens(), 0)).orElse(null);
        return answer(Contender.INCUMBENT, reply, reference, cost);
    }

    /** The answer that was logged, with what it took then. */
    private Answer standIn(Example example, @Nullable StoredCall logged, Message reference) {
        if (logged == null || logged.call().response() == null) {
            return answer(Contender.INCUMBENT, new Reply(example.answer(), null, null, null, null, true), reference, null);
        }
        Duration latency = logged.call().latency();
        Reply reply = new Reply(OpenAiJson.message(logged.call().response()), logged.usage().promptTokens(), logged.usage().completionTokens(),
                latency == null ? null : latency.toMillis(), null, true);
        return answer(Contender.INCUMBENT, reply, reference, prices.cost(logged.call().model(), logged.usage()).orElse(null));
    }

    private Answer small(Contender contender, Reply reply, Message reference) {
        BigDecimal cost = reply.latencyMillis() == null ? null : prices.machine(MACHINE).serving(Duration.ofMillis(reply.latencyMillis()));
        return answer(contender, reply, reference, cost);
    }

    private Answer answer(Contender contender, Reply reply, Message reference, @Nullable BigDecimal cost) {
        Score score = Metric.of(shape).score(reference, Messages.answer(reply.message()));
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        score.fields().forEach(fields::put);
        return new Answer(contender, reply.message(), score.value(), fields, reply.latencyMillis(), reply.promptTokens(), reply.completionTokens(),
                cost, reply.failure());
    }

    private static ObjectNode smallRequest(Example example, String model, int mostTokens) {
        ObjectNode request = request(example, model, example.parameters());
        request.remove("max_completion_tokens");
        return request.put("temperature", 0).put("max_tokens", mostTokens);
    }

    /** Nothing is added or bounded: some models refuse a temperature, and one that thinks needs more tokens than its answer has. */
    private static ObjectNode incumbentRequest(Example example, String model, @Nullable StoredCall logged) {
        ObjectNode parameters = example.parameters().deepCopy();
        if (logged != null) {
            logged.call().parameters().forEach(parameters::set);
        }
        return request(example, model, parameters.remove(NOT_SENT_AGAIN));
    }

    private static ObjectNode request(Example example, String model, ObjectNode parameters) {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        request.setAll(parameters);
        request.put("model", model).putArray("messages").addAll(example.messages());
        if (example.tools().isEmpty()) {
            request.remove("tool_choice");
            request.remove("parallel_tool_calls");
        } else {
            request.putArray("tools").addAll(example.tools());
        }
        return request;
    }

    /** Room for an answer about twice the reference's length, at four characters a token, and some to spare. */
    private static int bound(Example example) {
        JsonNode answer = example.answer();
        int characters = answer.path("content").asString("").length() + (answer.has("tool_calls") ? answer.path("tool_calls").toString().length() : 0);
        return Math.min(MOST_TOKENS, characters / 2 + SPARE_TOKENS);
    }
}
