package dev.downshift.engine.traces;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** All dialects, the more telling first. What is of none of them is a chat completion, which most servers speak. */
final class Dialects {

    static final Dialect CHAT_COMPLETIONS = new ChatCompletionDialect();

    private static final List<Dialect> ALL = List.of(new ResponsesDialect(), new GeminiDialect(), new AnthropicDialect(), new BedrockDialect(),
            new BedrockTextDialect(), new OllamaDialect(), CHAT_COMPLETIONS);

    private Dialects() {}

    /** The dialects of a logged pair; a request that several could have written is of the dialect of its response. */
    static Pair of(@Nullable JsonNode request, @Nullable JsonNode response) {
        Dialect asking = request == null ? null : ALL.stream().filter(dialect -> dialect.asks(request)).findFirst().orElse(null);
        JsonNode first = StreamEvents.first(response);
        Dialect answering = first == null ? null : asking != null && asking.answers(first) ? asking
                : ALL.stream().filter(dialect -> dialect.answers(first)).findFirst().orElse(null);
        Dialect either = asking == null ? answering : asking;
        Dialect known = either == null ? CHAT_COMPLETIONS : either;
        boolean text = first == null && response != null && response.isString() && !StreamEvents.streamed(response);
        return new Pair(asking == null ? known : asking, answering == null ? text ? CHAT_COMPLETIONS : known : answering,
                answering == null ? known.format() : answering.format());
    }

    /** The dialect of a record that is a request and its response in one object, if it is one. */
    static @Nullable Dialect whole(JsonNode record) {
        return ALL.stream().filter(dialect -> !dialect.responseFields().isEmpty() && dialect.answers(record)).findFirst().orElse(null);
    }

    /** What a request and its response are written in, which differ where a proxy translates. */
    record Pair(Dialect request, Dialect response, TraceFormat format) {
        static Pair of(Dialect both) {
            return new Pair(both, both, both.format());
        }
    }
}
