package dev.downshift.gateway.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downshift.core.routing.AnswerProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AnswerCheckTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final JsonNode PLAIN = JSON.readTree("{}");
    private static final JsonNode WITH_TOOLS = JSON.readTree(
            """
            {"tools":[{"type":"function","function":{"name":"look_up","parameters":{"type":"object","properties":{"id":{"type":"string"}},"required":["id"],"additionalProperties":false}}}]}""");
    private static final AnswerProfile ROUTER = profile("{\"intent\":\"refund\",\"urgent\":true}", "{\"intent\":\"delivery\",\"urgent\":false}");
    private static final AnswerProfile LABELS = profile("yes", "no");

    @Test
    void anAnswerLikeThoseLearnedFromPasses() {
        assertThat(doubt(ROUTER, PLAIN, text("{\"urgent\": false, \"intent\": \"refund\"}"))).isEmpty();
        assertThat(doubt(LABELS, PLAIN, text(" yes\n"))).isEmpty();
    }

    @Test
    void whatIsUnlikeThemIsADoubt() {
        assertThat(doubt(ROUTER, PLAIN, text("I think it is a refund."))).contains(Doubt.NOT_JSON);
        assertThat(doubt(ROUTER, PLAIN, text("{\"intent\":\"refund\"}"))).contains(Doubt.MISSING_FIELD);
        assertThat(doubt(ROUTER, PLAIN, text("{\"intent\":\"refund\",\"urgent\":\"very\"}"))).contains(Doubt.MISSING_FIELD);
        assertThat(doubt(ROUTER, PLAIN, text("{\"intent\":\"poetry\",\"urgent\":true}"))).contains(Doubt.UNKNOWN_LABEL);
        assertThat(doubt(LABELS, PLAIN, text("perhaps"))).contains(Doubt.UNKNOWN_LABEL);
        assertThat(doubt(LABELS, PLAIN, text("  "))).contains(Doubt.EMPTY);
    }

    @Test
    void anAnswerThatWasCutOffIsADoubtHoweverItLooks() {
        assertThat(AnswerCheck.doubt(LABELS, PLAIN, text("yes"), "length")).contains(Doubt.CUT_OFF);
    }

    @Test
    void toolCallsAreHeldToTheirDefinitions() {
        AnswerProfile any = AnswerProfile.unknown();

        assertThat(doubt(any, WITH_TOOLS, call("look_up", "{\"id\":\"A-17\"}"))).isEmpty();
        assertThat(doubt(any, WITH_TOOLS, call("delete_all", "{}"))).contains(Doubt.UNKNOWN_TOOL);
        assertThat(doubt(any, WITH_TOOLS, call("look_up", "{\"id\":17}"))).contains(Doubt.INVALID_ARGUMENTS);
        assertThat(doubt(any, WITH_TOOLS, call("look_up", "{\"id\":\"A-17\""))).contains(Doubt.INVALID_ARGUMENTS);
        assertThat(doubt(any, WITH_TOOLS, call("look_up", "{}"))).contains(Doubt.INVALID_ARGUMENTS);
    }

    @Test
    void aTaskThatAlwaysCallsToolsDoesNotAnswerInText() {
        AnswerProfile caller = AnswerProfile.learn(List.of(call("look_up", "{}")).iterator());

        assertThat(doubt(caller, WITH_TOOLS, text("Hello!"))).contains(Doubt.TOOL_EXPECTED);
    }

    @Test
    void theRequestsOwnFormatIsHeld() {
        JsonNode schema = JSON.readTree("{\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"schema\":{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\",\"minimum\":1}},\"required\":[\"n\"]}}}}");
        JsonNode object = JSON.readTree("{\"response_format\":{\"type\":\"json_object\"}}");
        AnswerProfile any = AnswerProfile.unknown();

        assertThat(doubt(any, schema, text("{\"n\":3}"))).isEmpty();
        assertThat(doubt(any, schema, text("{\"n\":0}"))).contains(Doubt.SCHEMA_VIOLATED);
        assertThat(doubt(any, schema, text("three"))).contains(Doubt.NOT_JSON);
        assertThat(doubt(any, object, text("[1]"))).contains(Doubt.NOT_JSON);
    }

    @Test
    void aBrokenSchemaIsADoubtAndNoFailure() {
        JsonNode broken = JSON.readTree("{\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"schema\":{\"$ref\":\"https://example.invalid/schema.json\"}}}}");

        assertThat(doubt(AnswerProfile.unknown(), broken, text("{}"))).contains(Doubt.SCHEMA_VIOLATED);
    }

    @Test
    void anOpenSetOfTextsIsNoClosedOne() {
        List<JsonNode> answers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            answers.add(text("{\"summary\":\"text " + i + "\"}"));
        }

        assertThat(doubt(AnswerProfile.learn(answers.iterator()), PLAIN, text("{\"summary\":\"another\"}"))).isEmpty();
    }

    private static Optional<Doubt> doubt(AnswerProfile profile, JsonNode request, JsonNode message) {
        return AnswerCheck.doubt(profile, request, message, "stop");
    }

    private static AnswerProfile profile(String... answers) {
        List<JsonNode> messages = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            messages.add(text(answers[i % answers.length]));
        }
        return AnswerProfile.learn(messages.iterator());
    }

    private static JsonNode text(String content) {
        return JSON.createObjectNode().put("role", "assistant").put("content", content);
    }

    private static JsonNode call(String name, String arguments) {
        var message = JSON.createObjectNode().put("role", "assistant").putNull("content");
        message.putArray("tool_calls").addObject().put("id", "c").put("type", "function").putObject("function").put("name", name).put("arguments", arguments);
        return message;
    }
}
