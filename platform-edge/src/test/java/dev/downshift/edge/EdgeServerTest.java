package dev.downshift.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The server as a process of its own, with the real base model. */
class EdgeServerTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String TOOLS =
            """
            [{"type":"function","function":{"name":"look_up_order","parameters":{"type":"object","properties":{"order_id":{"type":"string"},"express":{"type":"boolean"}},"required":["order_id"]}}},
             {"type":"function","function":{"name":"refund","parameters":{"type":"object","properties":{"amount":{"type":"number"}},"required":["amount"]}}}]""";
    private static EdgeProcess edge;
    private static URI base;

    @BeforeAll
    static void start() throws IOException {
        edge = EdgeProcess.serving(ModelFile.find(), "--context", "1024", "--queue", "1");
        base = URI.create("http://127.0.0.1:" + edge.announcement().path("port").asInt());
    }

    @AfterAll
    static void stop() {
        if (edge != null) {
            edge.close();
        }
    }

    @Test
    void answersAndCountsTokens() throws Exception {
        HttpResponse<String> response = chat(request("What is the capital of France?").put("max_tokens", 12));

        JsonNode answer = JSON.readTree(response.body());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(answer.at("/choices/0/message/content").asString()).isNotBlank();
        assertThat(answer.at("/model").asString()).isEqualTo("smol");
        assertThat(answer.at("/usage/prompt_tokens").asInt()).isBetween(20, 60);
        assertThat(answer.at("/usage/total_tokens").asInt())
                .isEqualTo(answer.at("/usage/prompt_tokens").asInt() + answer.at("/usage/completion_tokens").asInt());
    }

    @Test
    void saysWhenTheAnswerWasCutOff() throws Exception {
        JsonNode answer = JSON.readTree(chat(request("Tell me a long story.").put("max_tokens", 5)).body());

        assertThat(answer.at("/choices/0/finish_reason").asString()).isEqualTo("length");
        assertThat(answer.at("/usage/completion_tokens").asInt()).isEqualTo(5);
    }

    @Test
    void stopsAtAStopString() throws Exception {
        JsonNode answer = JSON.readTree(chat(request("Count from one to ten in digits, separated by commas.").put("max_tokens", 60).put("stop", "3")).body());

        assertThat(answer.at("/choices/0/message/content").asString()).doesNotContain("3");
        assertThat(answer.at("/choices/0/finish_reason").asString()).isEqualTo("stop");
    }

    @Test
    void theSameRequestHasTheSameAnswer() throws Exception {
        ObjectNode request = request("Write a haiku about rivers.").put("max_tokens", 30).put("cache_prompt", false);

        assertThat(content(chat(request))).isEqualTo(content(chat(request)));
    }

    @Test
    void streamsTheSameTextPieceByPiece() throws Exception {
        ObjectNode request = request("Name three colours.").put("max_tokens", 24).put("cache_prompt", false);
        String whole = content(chat(request));
        request.put("stream", true).putObject("stream_options").put("include_usage", true);

        List<JsonNode> chunks = chunks(request);

        assertThat(text(chunks)).isEqualTo(whole);
        assertThat(chunks.getFirst().at("/choices/0/delta/role").asString()).isEqualTo("assistant");
        assertThat(chunks.get(chunks.size() - 2).at("/choices/0/finish_reason").asString()).isIn("stop", "length");
        assertThat(chunks.getLast().at("/usage/completion_tokens").asInt()).isPositive();
        assertThat(chunks).hasSizeGreaterThan(5);
    }

    @Test
    void aSchemaConfinesTheAnswer() throws Exception {
        ObjectNode request = request("Where is my parcel?").put("max_tokens", 60);
        request.set("response_format", JSON.readTree(
                """
                {"type":"json_schema","json_schema":{"name":"route","schema":{"type":"object","properties":{
                  "intent":{"enum":["delivery","refund \\"quoted\\""]},"urgent":{"type":["boolean","null"]},"note":{"type":"integer"}},
                  "required":["intent","urgent"],"additionalProperties":false}}}"""));

        JsonNode answer = JSON.readTree(content(chat(request)));

        assertThat(answer.path("intent").asString()).isIn("delivery", "refund \"quoted\"");
        assertThat(answer.path("urgent").isBoolean() || answer.path("urgent").isNull()).isTrue();
    }

    @Test
    void aRequiredToolIsCalled() throws Exception {
        ObjectNode request = request("Where is order A-17?").put("max_tokens", 80).put("tool_choice", "required");
        request.set("tools", JSON.readTree(TOOLS));

        JsonNode answer = JSON.readTree(chat(request).body());

        assertThat(answer.at("/choices/0/finish_reason").asString()).isEqualTo("tool_calls");
        assertThat(answer.at("/choices/0/message/tool_calls/0/function/name").asString()).isIn("look_up_order", "refund");
        assertThat(JSON.readTree(answer.at("/choices/0/message/tool_calls/0/function/arguments").asString()).isObject()).isTrue();
    }

    @Test
    void aStreamedToolCallComesAsADelta() throws Exception {
        ObjectNode request = request("Where is order A-17?").put("max_tokens", 80).put("stream", true);
        request.set("tools", JSON.readTree(TOOLS));
        request.putObject("tool_choice").put("type", "function").putObject("function").put("name", "look_up_order");

        List<JsonNode> chunks = chunks(request);

        assertThat(text(chunks)).isEmpty();
        assertThat(chunks.getLast().at("/choices/0/finish_reason").asString()).isEqualTo("tool_calls");
        assertThat(chunks.get(chunks.size() - 2).at("/choices/0/delta/tool_calls/0/function/name").asString()).isEqualTo("look_up_order");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{\"type\":5}", "{\"type\":\"zebra\"}", "{\"type\":\"string\",\"pattern\":\"(unclosed\"}", "{\"enum\":[]}", "{\"type\":[]}", "{\"anyOf\":[]}",
        "{\"$ref\":\"#\"}", "{\"type\":\"object\",\"properties\":{\"self\":{\"$ref\":\"#\"}}}", "{\"properties\":5,\"type\":\"object\"}", "{\"enum\":[\"line\\nbreak\\u0001\"]}"
    })
    void noSchemaEndsTheServer(String schema) throws Exception {
        ObjectNode request = request("Hello").put("max_tokens", 8);
        request.putObject("response_format").put("type", "json_schema").putObject("json_schema").set("schema", JSON.readTree(schema));

        assertThat(chat(request).statusCode()).isIn(200, 400);
        assertThat(edge.get(base.resolve("/health")).statusCode()).isEqualTo(200);
    }

    @Test
    void refusesAPromptBeyondItsContext() throws Exception {
        HttpResponse<String> response = chat(request("word ".repeat(1500)));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(response.body()).at("/error/code").asString()).isEqualTo("context_length_exceeded");
    }

    @Test
    void refusesABodyThatIsTooLarge() throws Exception {
        assertThat(edge.post(base.resolve("/v1/chat/completions"), " ".repeat(5 << 20)).statusCode()).isEqualTo(413);
    }

    @Test
    void saysWhatIsWrongWithARequest() throws Exception {
        assertThat(edge.post(base.resolve("/v1/chat/completions"), "{").statusCode()).isEqualTo(400);
        assertThat(edge.get(base.resolve("/v1/chat/completions")).statusCode()).isEqualTo(405);
        assertThat(edge.get(base.resolve("/v2")).statusCode()).isEqualTo(404);
        assertThat(edge.get(base.resolve("/v1/models")).body()).contains("\"smol\"");
    }

    @Test
    void refusesMoreThanMayWait() throws Exception {
        List<Future<Integer>> statuses = new ArrayList<>();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 6; i++) {
                statuses.add(clients.submit(() -> chat(request("Tell me a long story.").put("max_tokens", 40)).statusCode()));
            }
        }

        assertThat(statuses).extracting(Future::resultNow).containsOnly(200, 503).contains(200, 503);
    }

    @Test
    void aClientThatWentAwayFreesTheModel() throws Exception {
        HttpResponse<Stream<String>> response = edge.stream(base.resolve("/v1/chat/completions"), request("Write a novel.").put("stream", true).toString());
        try (Stream<String> lines = response.body()) {
            assertThat(lines.limit(3).toList()).isNotEmpty();
        }
        long begin = System.nanoTime();

        assertThat(chat(request("Hi").put("max_tokens", 1)).statusCode()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(4));
    }

    @Test
    void endsWithItsParent() throws Exception {
        try (EdgeProcess child = EdgeProcess.serving(ModelFile.find(), "--context", "256")) {
            assertThat(child.announcement().path("event").asString()).isEqualTo("listening");
            child.closeStandardInput();

            assertThat(child.endsWithin(5)).isTrue();
        }
    }

    @Test
    void refusesAFileThatIsNoModel(@TempDir Path folder) throws Exception {
        Path noModel = Files.writeString(folder.resolve("no.gguf"), "GGUF but not really");
        Path text = Files.writeString(folder.resolve("text.gguf"), "hello");

        assertThat(statusOf("--model", text.toString())).isEqualTo(2);
        assertThat(statusOf("--model", noModel.toString())).isEqualTo(3);
        assertThat(statusOf("--model", folder.resolve("missing").toString())).isEqualTo(2);
    }

    private static int statusOf(String... arguments) throws Exception {
        try (EdgeProcess process = EdgeProcess.start(arguments)) {
            assertThat(process.endsWithin(20)).isTrue();
            return process.status();
        }
    }

    private static ObjectNode request(String question) {
        ObjectNode request = JSON.createObjectNode().put("model", "smol");
        request.putArray("messages").addObject().put("role", "user").put("content", question);
        return request;
    }

    private static HttpResponse<String> chat(ObjectNode request) throws Exception {
        return edge.post(base.resolve("/v1/chat/completions"), request.toString());
    }

    private static String content(HttpResponse<String> response) {
        return JSON.readTree(response.body()).at("/choices/0/message/content").asString();
    }

    private static List<JsonNode> chunks(ObjectNode request) throws Exception {
        try (Stream<String> lines = edge.stream(base.resolve("/v1/chat/completions"), request.toString()).body()) {
            List<String> data = lines.filter(line -> line.startsWith("data: ")).map(line -> line.substring(6)).toList();
            assertThat(data.getLast()).isEqualTo("[DONE]");
            return data.subList(0, data.size() - 1).stream().map(JSON::readTree).toList();
        }
    }

    private static String text(List<JsonNode> chunks) {
        StringBuilder text = new StringBuilder();
        chunks.forEach(chunk -> text.append(chunk.at("/choices/0/delta/content").asString("")));
        return text.toString();
    }
}
