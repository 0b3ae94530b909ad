package dev.downshift.gateway.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downshift.core.routing.AnswerProfile;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RequestCheckTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final AnswerProfile ROUTER = AnswerProfile.learn(List.of(
            JSON.readTree("{\"role\":\"assistant\",\"content\":\"{\\\"intent\\\":\\\"refund\\\"}\"}"),
            JSON.readTree("{\"role\":\"assistant\",\"content\":\"{\\\"intent\\\":\\\"delivery\\\"}\"}")).iterator());

    @ParameterizedTest
    @ValueSource(strings = {
        "{}",
        "{\"n\":1,\"max_tokens\":16,\"stop\":[\"\\n\"]}",
        "{\"response_format\":{\"type\":\"json_object\"}}",
        "{\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"schema\":{\"type\":\"object\",\"properties\":{\"intent\":{\"type\":\"string\"}}}}}}",
        "{\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"look_up\",\"parameters\":{\"type\":\"object\"}}}]}",
        "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"Hello\"}]}]}"})
    void aRequestForTheTasksAnswersIsSupported(String request) {
        assertThat(RequestCheck.supports(ROUTER, JSON.readTree(request))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{\"n\":2}",
        "{\"logprobs\":true}",
        "{\"functions\":[]}",
        "{\"max_tokens\":1}",
        "{\"max_completion_tokens\":4}",
        "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://example.com/a.png\"}}]}]}",
        "{\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"look_up\",\"parameters\":{\"$ref\":\"https://example.invalid/a.json\"}}}]}",
        "{\"response_format\":{\"type\":\"json_schema\"}}",
        "{\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"schema\":{\"$ref\":\"#\"}}}}",
        "{\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"schema\":{\"$ref\":\"https://example.invalid/a.json\"}}}}",
        "{\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"schema\":{\"type\":\"object\",\"properties\":{\"mood\":{\"type\":\"string\"}}}}}}"})
    void aRequestForAnythingElseIsNot(String request) {
        assertThat(RequestCheck.supports(ROUTER, JSON.readTree(request))).isFalse();
    }

    @Test
    void anUnknownProfileLetsEveryFormatPass() {
        JsonNode request = JSON.readTree("{\"max_tokens\":1,\"response_format\":{\"type\":\"json_object\"}}");

        assertThat(RequestCheck.supports(AnswerProfile.unknown(), request)).isTrue();
    }
}
