package dev.downshift.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChatRequestTest {

    private static final String HELLO = "\"messages\": [{\"role\": \"user\", \"content\": \"Hello\"}]";

    @Test
    void asksForTheBestAnswerUnlessToldOtherwise() {
        ChatRequest request = parse("{" + HELLO + "}");

        assertThat(request.temperature()).isZero();
        assertThat(request.maximumTokens()).isNull();
        assertThat(request.stream()).isFalse();
        assertThat(request.grammar()).isNull();
    }

    @Test
    void readsTheFieldsOfTheApi() {
        ChatRequest request = parse("{" + HELLO + ", \"max_tokens\": 3, \"max_completion_tokens\": 7, \"temperature\": 0.5, \"stop\": [\"a\", \"\"], \"stream\": true,"
                + " \"stream_options\": {\"include_usage\": true}, \"seed\": 4, \"top_p\": 0.9, \"user\": \"unknown fields are left alone\"}");

        assertThat(request.maximumTokens()).isEqualTo(7);
        assertThat(request.temperature()).isEqualTo(0.5f);
        assertThat(request.stop()).containsExactly("a");
        assertThat(request.stream()).isTrue();
        assertThat(request.includeUsage()).isTrue();
    }

    @Test
    void toolsThatMustNotBeCalledAreNotOffered() {
        assertThat(parse("{" + HELLO + ", \"tools\": [{\"type\":\"function\",\"function\":{\"name\":\"x\"}}], \"tool_choice\": \"none\"}").tools()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [1]                                                                 | body
            {"messages": []}                                                    | messages
            {"messages": "Hello"}                                               | messages
            {"messages": [{"role": "robot", "content": "x"}]}                   | messages[0].role
            {"messages": [{"role": "user", "content": 5}]}                      | messages[0].content
            {"messages": [{"role": "user"}], "max_tokens": 0}                   | max_tokens
            {"messages": [{"role": "user"}], "max_completion_tokens": "many"}   | max_completion_tokens
            {"messages": [{"role": "user"}], "temperature": 3}                  | temperature
            {"messages": [{"role": "user"}], "n": 2}                            | n
            {"messages": [{"role": "user"}], "logprobs": true}                  | logprobs
            {"messages": [{"role": "user"}], "stop": [1]}                       | stop
            {"messages": [{"role": "user"}], "tools": [{"name": "x"}]}          | tools
            {"messages": [{"role": "user"}], "response_format": {"type": "x"}}  | response_format.type
            {"messages": [{"role": "user"}], "response_format": {"type": "json_schema"}} | response_format.json_schema.schema
            {"messages": [{"role": "user"}], "response_format": {"type": "json_schema", "json_schema": {"schema": {"$ref": "#/nope"}}}} | response_format
            {"messages": [{"role": "user"}], "tool_choice": {"function": {"name": "y"}}, "tools": [{"function": {"name": "x"}}]} | tool_choice
            """)
    void namesTheFieldThatIsWrong(String body, String field) {
        assertThatThrownBy(() -> parse(body)).isInstanceOfSatisfying(RequestError.class, error -> {
            assertThat(error.status()).isEqualTo(400);
            assertThat(error.toJson().path("error").path("param").asString()).isEqualTo(field);
        });
    }

    @Test
    void saysWhereABodyIsNotJson() {
        assertThatThrownBy(() -> parse("{\"messages\": [")).isInstanceOf(RequestError.class).hasMessageContaining("not JSON");
    }

    private static ChatRequest parse(String body) {
        return ChatRequest.parse(body.getBytes(StandardCharsets.UTF_8));
    }
}
