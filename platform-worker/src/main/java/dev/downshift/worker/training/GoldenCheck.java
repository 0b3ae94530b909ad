package dev.downshift.worker.training;

import dev.downshift.core.routing.ModelServers;
import dev.downshift.core.routing.ServableModel;
import dev.downshift.core.training.TrainingRunId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Asks the exported model, served as it will be, for the answers the trained model gave, and compares. */
@Component
class GoldenCheck {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final ModelServers servers;
    private final JsonMapper json;
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    GoldenCheck(ModelServers servers, JsonMapper json) {
        this.servers = servers;
        this.json = json;
    }

    /**
     * What came of it.
     *
     * @param difference the first answer that was not equal, for a person
     */
    record Result(int total, int equal, String difference) {
        boolean passed() {
            return total > 0 && equal == total;
        }
    }

    Result check(TrainingRunId id, RunFolder folder) throws IOException, InterruptedException {
        JsonNode golden = folder.golden();
        if (golden.isEmpty()) {
            return new Result(0, 0, "The trained model is sure of no answer: it has learned too little. Train longer, or on more examples.");
        }
        ServableModel model = new ServableModel("golden-" + id, folder.resolve(folder.result().path("gguf").stringValue()));
        URI server = servers.serve(model);
        int equal = 0;
        String difference = "";
        for (JsonNode expected : golden) {
            String answer = ask(server, model.name(), expected);
            if (GoldenAnswer.equal(expected.path("text").stringValue(), answer)) {
                equal++;
            } else if (difference.isEmpty()) {
                difference = "Expected %s, but the export answered %s.".formatted(expected.path("text").stringValue(), answer);
            }
        }
        return new Result(golden.size(), equal, difference);
    }

    private String ask(URI server, String name, JsonNode expected) throws IOException, InterruptedException {
        ObjectNode request = json.createObjectNode();
        request.put("model", name).put("temperature", 0).put("max_tokens", expected.path("max_tokens").asInt()).put("cache_prompt", false);
        request.set("messages", expected.path("messages"));
        if (!expected.path("tools").isEmpty()) {
            request.set("tools", expected.path("tools"));
        }
        HttpResponse<String> response = client.send(
                HttpRequest.newBuilder(URI.create(server + "/v1/chat/completions"))
                        .header("Content-Type", "application/json")
                        .timeout(PATIENCE)
                        .POST(HttpRequest.BodyPublishers.ofString(request.toString()))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException("the server of the exported model answered with status " + response.statusCode());
        }
        return GoldenAnswer.text(json.readTree(response.body()).path("choices").path(0).path("message"));
    }
}
