package dev.downshift.edge;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.downshift.edge.Generation.End;
import dev.downshift.edge.Generation.Failure;
import dev.downshift.edge.Generation.Outcome;
import dev.downshift.edge.Generation.Piece;
import java.io.IOException;
import java.time.Duration;

/** {@code POST /v1/chat/completions}, blocking and streaming. */
final class ChatCompletions implements HttpHandler {

    private static final Duration HEARTBEAT = Duration.ofSeconds(1);

    private final ServedModel model;

    ChatCompletions(ServedModel model) {
        this.model = model;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        ChatRequest request = ChatRequest.parse(Exchanges.body(exchange));
        String prompt = PromptRendering.prompt(request.messages(), request.tools());
        int promptTokens = model.tokens(prompt);
        int room = model.context() - promptTokens;
        if (room < 1) {
            throw RequestError.promptTooLong(promptTokens, model.context());
        }
        int maximum = request.maximumTokens() == null ? room : Math.min(room, request.maximumTokens());
        Generation generation = model.generate(prompt, request, maximum);
        Answer answer = new Answer(model.name(), promptTokens, !request.tools().isEmpty());
        try {
            if (request.stream()) {
                stream(exchange, request, generation, answer);
            } else {
                answer(exchange, generation, answer);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw RequestError.failed("The server is stopping.");
        } finally {
            generation.cancel();
        }
    }

    private static void answer(HttpExchange exchange, Generation generation, Answer answer) throws IOException, InterruptedException {
        StringBuilder text = new StringBuilder();
        while (true) {
            switch (generation.next(HEARTBEAT)) {
                case null -> { }
                case Piece piece -> text.append(piece.text());
                case Failure failure -> throw RequestError.failed(failure.message());
                case End end -> {
                    Exchanges.send(exchange, 200, answer.complete(text.toString(), end.outcome()));
                    return;
                }
            }
        }
    }

    /** A client that went away is noticed by the next event, or by the comment that is sent where none came for a while. */
    private static void stream(HttpExchange exchange, ChatRequest request, Generation generation, Answer answer) throws IOException, InterruptedException {
        StreamedText text = new StreamedText(!request.tools().isEmpty());
        try (ServerSentEvents events = ServerSentEvents.begin(exchange)) {
            events.send(answer.begin());
            while (true) {
                switch (generation.next(HEARTBEAT)) {
                    case null -> events.comment("the model is at work");
                    case Piece piece -> {
                        String now = text.add(piece.text());
                        if (now.isEmpty()) {
                            events.comment("a tool call is being written");
                        } else {
                            events.send(answer.text(now));
                        }
                    }
                    case Failure failure -> {
                        events.send(RequestError.failed(failure.message()).toJson());
                        return;
                    }
                    case End end -> {
                        finish(events, request, text, answer, end.outcome());
                        return;
                    }
                }
            }
        }
    }

    private static void finish(ServerSentEvents events, ChatRequest request, StreamedText text, Answer answer, Outcome outcome) throws IOException {
        ToolCalls written = answer.toolCalls(text.all());
        if (written.calls().isEmpty()) {
            String rest = text.rest();
            if (!rest.isEmpty()) {
                events.send(answer.text(rest));
            }
        } else {
            events.send(answer.calls(written.calls()));
        }
        events.send(answer.finish(written, outcome));
        if (request.includeUsage()) {
            events.send(answer.usage(outcome));
        }
        events.done();
    }
}
