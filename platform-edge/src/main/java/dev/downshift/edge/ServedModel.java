package dev.downshift.edge;

import de.kherud.llama.InferenceParameters;
import de.kherud.llama.LlamaIterator;
import de.kherud.llama.LlamaModel;
import de.kherud.llama.ModelParameters;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A GGUF model in this process. It answers one request at a time, in the order they came, on a thread of its own; a few may wait. The part
 * of a prompt that it shares with the request before is not computed again.
 */
final class ServedModel {

    private final LlamaModel model;
    private final String name;
    private final int context;
    private final int queue;
    private final ThreadPoolExecutor inference;
    private final AtomicLong answered = new AtomicLong();

    private ServedModel(LlamaModel model, String name, int context, int queue) {
        this.model = model;
        this.name = name;
        this.context = context;
        this.queue = queue;
        this.inference = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(queue), Thread.ofPlatform().name("inference").daemon().factory());
    }

    /**
     * Loads a model.
     *
     * @param context how many tokens a prompt and its answer may have together
     * @param queue how many requests may wait
     */
    static ServedModel load(Path file, String name, int context, int threads, int queue) {
        NativeLibrary.prepare();
        ModelParameters parameters = new ModelParameters()
                .setModel(file.toString())
                .setCtxSize(context)
                .setThreads(threads)
                .setThreadsBatch(threads)
                .disableContextShift()
                .disableLog();
        ServedModel served = new ServedModel(new LlamaModel(parameters), name, context, queue);
        NativeLibrary.discard();
        return served;
    }

    String name() {
        return name;
    }

    int context() {
        return context;
    }

    int waiting() {
        return inference.getQueue().size();
    }

    /** How many requests were answered so far. */
    long answered() {
        return answered.get();
    }

    /** How many tokens a text has. */
    int tokens(String text) {
        return text.isEmpty() ? 0 : model.encode(text).length;
    }

    /**
     * Begins an answer.
     *
     * @param maximumTokens how long it may be; prompt and answer fit into the context
     * @throws RequestError when too many wait already
     */
    Generation generate(String prompt, ChatRequest request, int maximumTokens) {
        InferenceParameters parameters = new InferenceParameters(prompt)
                .setCachePrompt(request.cachePrompt())
                .setNPredict(maximumTokens)
                .setTemperature(request.temperature())
                .setTopP(request.topP())
                .setSeed(request.seed());
        if (request.grammar() != null) {
            parameters.setGrammar(request.grammar());
        }
        if (!request.stop().isEmpty()) {
            parameters.setStopStrings(request.stop().toArray(String[]::new));
        }
        Generation generation = new Generation();
        try {
            inference.execute(() -> run(parameters, maximumTokens, generation));
        } catch (RejectedExecutionException full) {
            throw RequestError.busy(queue);
        }
        return generation;
    }

    private void run(InferenceParameters parameters, int maximumTokens, Generation generation) {
        if (generation.isCancelled()) {
            return;
        }
        Duration queued = generation.sinceSubmitted();
        try {
            Generation.Outcome outcome = write(parameters, maximumTokens, generation, queued);
            answered.incrementAndGet();
            generation.add(new Generation.End(outcome));
        } catch (RuntimeException failed) {
            generation.add(new Generation.Failure("The model could not answer: " + failed.getMessage()));
        }
    }

    private Generation.Outcome write(InferenceParameters parameters, int maximumTokens, Generation generation, Duration queued) {
        StringBuilder text = new StringBuilder();
        LlamaIterator outputs = model.generate(parameters).iterator();
        Duration first = queued;
        int received = 0;
        while (outputs.hasNext()) {
            String piece = outputs.next().text;
            if (received++ == 0) {
                first = generation.sinceSubmitted();
            }
            if (generation.isCancelled() && outputs.hasNext()) {
                outputs.cancel();
            } else if (!piece.isEmpty()) {
                text.append(piece);
                generation.add(new Generation.Piece(piece));
            }
        }
        int tokens = Math.max(received - 1, tokens(text.toString()));
        return new Generation.Outcome(
                Math.min(tokens, maximumTokens), tokens >= maximumTokens, queued, first.minus(queued), generation.sinceSubmitted().minus(first));
    }
}
