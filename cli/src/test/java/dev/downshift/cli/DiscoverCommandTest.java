package dev.downshift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DiscoverCommandTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final List<String> TOPICS = List.of("apples", "pears", "plums", "figs", "dates");

    @TempDir
    private Path folder = Path.of(".");

    @Test
    void printsOneLineForEachCallAndOneForEachTask() throws IOException {
        List<String> records = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            records.add(record("Translate the sentence of the farmer into French. Keep it short.", TOPICS.get(i % 5) + " no " + i, "phrase " + i));
            records.add(record("Rate how glad the farmer sounds with one word of three.", TOPICS.get(i % 4) + " or " + i, i % 2 == 0 ? "glad" : "sad"));
        }
        records.add("{\"unrelated\": true}");
        Path traces = Files.write(folder.resolve("traces.jsonl"), records);
        Path tasks = folder.resolve("tasks.jsonl");
        StringWriter out = new StringWriter();
        StringWriter errors = new StringWriter();

        int exitCode = Downshift.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(errors))
                .execute("discover", traces.toString(), "--tasks", tasks.toString());

        assertThat(exitCode).isZero();
        List<JsonNode> lines = out.toString().lines().map(JSON::readTree).toList();
        assertThat(lines).hasSize(80);
        assertThat(lines.stream().map(line -> line.path("task").asString("")).collect(Collectors.toSet())).hasSize(2);
        assertThat(lines.getFirst().path("task")).isEqualTo(lines.get(2).path("task"));
        assertThat(lines.getFirst().propertyNames()).containsExactly("file", "record", "index", "id", "callSite", "task");
        assertThat(errors.toString().lines()).hasSize(1).first().asString().contains("traces.jsonl:81");
        assertThat(Files.readAllLines(tasks)).hasSize(2).anyMatch(line -> line.contains("Translate the sentence of the farmer"));
    }

    @Test
    void aMissingFileIsAnError() {
        StringWriter errors = new StringWriter();
        int exitCode = Downshift.commandLine().setErr(new PrintWriter(errors)).execute("discover", folder.resolve("nothing").toString());
        assertThat(exitCode).isEqualTo(1);
        assertThat(errors.toString()).contains("there is no such file");
    }

    private static String record(String system, String user, String answer) {
        return """
                {"request":{"model":"m","messages":[{"role":"system","content":"%s"},{"role":"user","content":"%s"}]},\
                "response":{"choices":[{"message":{"role":"assistant","content":"%s"}}]}}""".formatted(system, user, answer);
    }
}
